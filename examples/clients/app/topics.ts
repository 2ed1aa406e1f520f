import { createPubSub, topic } from 'skein/access';
import * as z from 'zod';

const comment = z.object({
  id: z.string(),
  repositoryName: z.string(),
  author: z.string(),
  content: z.string(),
  createdAt: z.iso.datetime(),
});

export type Comment = z.infer<typeof comment>;

export const commentAdded = topic('COMMENT_ADDED', { payload: comment, keys: ['repositoryName'] });

export const pubsub = createPubSub({ topics: [commentAdded] });
