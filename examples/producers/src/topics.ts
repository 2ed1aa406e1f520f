// topics.ts
import { createPubSub, topic } from 'skein/access';
import * as z from 'zod';

export const commentAdded = topic('COMMENT_ADDED', {
  payload: z.object({
    id: z.string(),
    repositoryName: z.string(),
    author: z.string(),
    content: z.string(),
  }),
  keys: ['repositoryName'],
});

export const filesStored = topic('FILES_STORED', {
  payload: z.object({
    bucket: z.string(),
    files: z.array(z.object({ key: z.string(), bytes: z.number() })),
  }),
  keys: ['bucket'],
});

export const pubsub = createPubSub({ topics: [commentAdded, filesStored] });
