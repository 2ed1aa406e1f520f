import { createPubSub, topic } from 'skein/access';
import type { Message } from './generated.ts';

/** The payload's type is the generated one; without a schema nothing is checked when an event arrives. */
export const messageSent = topic<Message, 'room'>('MESSAGE_SENT', { keys: ['room'] });
export const pubsub = createPubSub({ topics: [messageSent] });
