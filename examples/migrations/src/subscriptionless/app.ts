import { makeExecutableSchema } from '@graphql-tools/schema';
import { createPubSub, defineAccess, defineApp, topic, withFilter } from 'skein';

interface Comment {
  readonly userId: string;
  readonly stars: number;
  readonly text: string;
}

const commented = topic<Comment, 'userId'>('COMMENTED', { keys: ['userId'] });
export const pubsub = createPubSub({ topics: [commented] });

const typeDefs = /* GraphQL */ `
  type Query { version: String }
  type Mutation { comment(userId: ID!, stars: Int!, text: String!): String }
  type Subscription {
    comments(userId: ID!): String
    praise: String
    news: String
  }
`;

const text = (event: { readonly text: string }) => event.text;

const resolvers = {
  Mutation: {
    comment: async (_root: unknown, comment: Comment) => {
      await pubsub.publish(commented, comment);
      return comment.text;
    },
  },
  Subscription: {
    // withFilter(subscribe('COMMENTED'), (root, args) => ({ userId: args.userId }))
    comments: {
      subscribe: (_root: unknown, { userId }: { userId: string }) =>
        pubsub.subscribe(commented, { userId }),
      resolve: text,
    },
    // withFilter(subscribe('COMMENTED'), { stars: 5 })
    praise: {
      subscribe: withFilter(
        () => pubsub.subscribe(commented),
        ({ stars }) => stars === 5,
      ),
      resolve: text,
    },
    // concat(subscribe('COMMENTED'), subscribe('POSTED'))
    news: {
      subscribe: () => pubsub.asyncIterator(['COMMENTED', 'POSTED']),
      resolve: text,
    },
  },
};

interface Session {
  readonly user: string;
}

export const app = defineApp({
  schema: makeExecutableSchema({ typeDefs, resolvers }),
  pubsub,
  access: defineAccess<Session>({
    authenticate: ({ connectionParams }) => {
      const { user } = connectionParams ?? {};
      if (typeof user !== 'string') throw new Error('Token validation failed');
      return { session: { user } };
    },
    viewer: ({ user }) => user,
  }),
  context: ({ session }) => session,
});
