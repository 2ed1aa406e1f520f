import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError } from 'graphql';
import { defineApp } from 'skein';
import { access } from './access.ts';
import { type Greeting, greeted, pubsub } from './topics.ts';

const typeDefs = /* GraphQL */ `
  type Query { version: String }
  type Mutation { greet(userId: ID!, message: String!): String  leave(userId: ID!): Boolean }
  type Subscription { greetings(userId: ID!): String }
`;

interface Context {
  readonly user: string;
}

const resolvers = {
  Mutation: {
    greet: async (_root: unknown, greeting: Greeting) => {
      await pubsub.publish(greeted, greeting);
      return greeting.message;
    },
    leave: async (_root: unknown, { userId }: { userId: string }) => {
      await pubsub.complete(greeted, { userId });
      return true;
    },
  },
  Subscription: {
    greetings: {
      // What was `filter` is a key; `onSubscribe` the code before; `onAfterSubscribe` a value before the source.
      subscribe: async function* (
        _root: unknown,
        { userId }: { userId: string },
        { user }: Context,
      ) {
        if (userId !== user) throw new GraphQLError('Only your own greetings');
        yield { userId, message: `Hi, ${user}` };
        yield* pubsub.subscribe(greeted, { userId });
      },
      resolve: (greeting: Greeting) => greeting.message,
    },
  },
};

export const app = defineApp({
  schema: makeExecutableSchema({ typeDefs, resolvers }),
  pubsub,
  access,
  deliverySession: (session) => session,
  context: ({ session }): Context => ({ user: session.user }),
});
