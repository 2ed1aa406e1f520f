import { createPubSub, topic } from 'skein/access';
// A namespace rather than `{ z }`, which carries every language of error texts into the bundles.
import * as z from 'zod';

// Exactly the fields of the GraphQL type of the same name; anything more that a producer sends is dropped.
// An ID may be written as an integer, and a nullable field left out, as in GraphQL.
const id = z.union([z.string(), z.int()]).transform(String);
const dateTime = z.iso.datetime();

const post = z.object({ id, author: z.string(), comment: z.string(), createdAt: dateTime });
const comment = z.object({
  id,
  repositoryName: z.string(),
  author: z.string(),
  content: z.string(),
  createdAt: dateTime,
});
const message = z.object({
  id,
  from: id.nullable().default(null),
  to: id,
  text: z.string(),
  sentAt: dateTime,
});

export type Post = z.infer<typeof post>;
export type Comment = z.infer<typeof comment>;
export type Message = z.infer<typeof message>;

export const postCreated = topic('POST_CREATED', { payload: post });
export const commentAdded = topic('COMMENT_ADDED', { payload: comment, keys: ['repositoryName'] });
export const messageSent = topic('MESSAGE_SENT', { payload: message, keys: ['to'] });

export const pubsub = createPubSub({ topics: [postCreated, commentAdded, messageSent] });
