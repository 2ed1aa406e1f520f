import { createPubSub, topic } from 'skein/access';
import * as v from 'valibot';

/** What is published, and what subscribers get. Any Standard Schema will do: this one is Valibot's. */
const message = v.object({
  id: v.string(),
  room: v.string(),
  author: v.string(),
  text: v.string(),
  sentAt: v.pipe(v.string(), v.isoTimestamp()),
});

export type Message = v.InferOutput<typeof message>;

export const messageSent = topic('MESSAGE_SENT', { payload: message, keys: ['room'] });
export const pubsub = createPubSub({ topics: [messageSent] });
