import { createPubSub, fromApollo } from 'skein';

const pubsub = createPubSub();

const typeDefs = /* GraphQL */ `
  type Mutation { broadcastMessage(message: String!): String! }
  type Query { dummy: String! }
  type Subscription { messageBroadcast: String! }
`;

interface NewMessage {
  readonly message: string;
}

const resolvers = {
  Mutation: {
    broadcastMessage: async (_root: unknown, { message }: NewMessage) => {
      await pubsub.publish('NEW_MESSAGE', { message });
      return message;
    },
  },
  Query: { dummy: () => 'dummy' },
  Subscription: {
    messageBroadcast: {
      resolve: (rootValue: NewMessage) => rootValue.message,
      subscribe: () => pubsub.asyncIterator('NEW_MESSAGE'),
    },
  },
};

export const app = fromApollo({
  typeDefs,
  resolvers,
  pubsub,
  subscriptions: {
    onConnect: ({ user }: { user?: string }) => {
      if (user === undefined) throw new Error('Missing user');
      return { user };
    },
  },
});
