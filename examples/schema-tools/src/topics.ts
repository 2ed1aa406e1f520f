import { createPubSub, topic } from 'skein/access';
import * as z from 'zod';

/** What is published, and what subscribers get: the schema is the source of both types. */
const message = z.object({
  id: z.string(),
  room: z.string(),
  author: z.string(),
  text: z.string(),
  sentAt: z.iso.datetime(),
});

export const messageSent = topic('MESSAGE_SENT', { payload: message, keys: ['room'] });
export const pubsub = createPubSub({ topics: [messageSent] });
