import { makeExecutableSchema } from '@graphql-tools/schema';
import { filter, map, pipe } from '@graphql-yoga/subscription';
import { GraphQLError } from 'graphql';
import { defineApp, withFilter } from 'skein';
import { access } from './access.ts';
import { type Message, messageSent, pubsub } from './topics.ts';

export interface Context {
  readonly viewer: string;
}

type InRoom = { readonly room: string };

const typeDefs = /* GraphQL */ `
  type Message { room: String!  from: String!  text: String! }
  type Query { viewer: String! }
  type Mutation { send(room: String!, text: String!): Message! }
  type Subscription {
    messageSent(room: String!): Message!
    mentioned: Message!
    texts(room: String!): String!
  }
`;

const resolvers = {
  Query: { viewer: (_root: unknown, _args: unknown, { viewer }: Context) => viewer },
  Mutation: {
    send: async (_root: unknown, args: InRoom & { text: string }, { viewer }: Context) => {
      const message: Message = { ...args, from: viewer };
      await pubsub.publish(messageSent, message);
      return message;
    },
  },
  Subscription: {
    // asyncIterableIterator(`MESSAGE.${room}`)
    messageSent: {
      subscribe: (_root: unknown, { room }: InRoom) => pubsub.subscribe(messageSent, { room }),
      resolve: (message: Message) => message,
    },
    // asyncIterableIterator('MESSAGE.*', { pattern: true }), with the filter as it was
    mentioned: {
      subscribe: withFilter(
        () => pubsub.subscribe(messageSent),
        ({ text }, _args, { viewer }: Context) => text.includes(`@${viewer}`),
      ),
      resolve: (message: Message) => message,
    },
    // pipe(pubSub.subscribe('message', room), filter(…), map(…)), of Yoga
    texts: {
      subscribe: (_root: unknown, { room }: InRoom, { viewer }: Context) =>
        pipe(
          pubsub.subscribe(messageSent, { room }),
          filter(({ from }) => from !== viewer),
          map(({ text }) => text),
        ),
      resolve: (text: string) => text,
    },
  },
};

export const app = defineApp({
  schema: makeExecutableSchema<Context>({ typeDefs, resolvers }),
  pubsub,
  access,
  deliverySession: (session) => session,
  context: ({ session }): Context => session,
  onSubscribe: ({ operation }) =>
    operation.query.length > 2_000 ? [new GraphQLError('That is too much to ask')] : undefined,
});
