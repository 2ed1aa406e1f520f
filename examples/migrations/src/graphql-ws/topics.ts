import { createPubSub, topic } from 'skein/access';

export interface Message {
  readonly room: string;
  readonly from: string;
  readonly text: string;
}

// One topic with a key, where there was a channel for each room: MESSAGE.<room>
export const messageSent = topic<Message, 'room'>('MESSAGE_SENT', { keys: ['room'] });
export const pubsub = createPubSub({ topics: [messageSent] });
