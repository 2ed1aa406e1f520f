import { createPubSub, topic } from 'skein/access';
import type { Message } from './object-types.ts';

/** The payload's type is the class of the GraphQL object; without a schema nothing is checked when an event arrives. */
export const messageSent = topic<Message, 'room'>('MESSAGE_SENT', { keys: ['room'] });
export const pubsub = createPubSub({ topics: [messageSent] });
