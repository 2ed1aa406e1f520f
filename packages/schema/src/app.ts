import { makeExecutableSchema } from '@graphql-tools/schema';
import { defineApp } from 'skein';
import { access } from './access.ts';
import { type Context, resolvers } from './resolvers.ts';
import { pubsub } from './topics.ts';
import { typeDefs } from './type-defs.ts';

export const app = defineApp({
  schema: makeExecutableSchema<Context>({ typeDefs, resolvers }),
  pubsub,
  access,
  context: ({ session }): Context => ({ viewer: session }),
});
