import { defineApp } from 'skein';
import { access } from './access.ts';
import { schema } from './schema.ts';
import { pubsub } from './topics.ts';

export const app = defineApp({
  schema,
  pubsub,
  access,
  context: ({ session }) => ({ viewer: session }),
});
