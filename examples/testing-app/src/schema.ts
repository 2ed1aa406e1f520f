import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError } from 'graphql';
import { withFilter } from 'skein';
import type { Viewer } from './access.ts';
import { type Comment, commentAdded, type Message, messageSent, pubsub } from './topics.ts';

const typeDefs = /* GraphQL */ `
  type Query {
    viewer: ID
  }
  type Mutation {
    addComment(repositoryName: String!, content: String!): Comment!
  }
  type Subscription {
    commentAdded(repositoryName: String!, by: String): Comment!
    messageReceived: Message!
  }
  type Comment {
    author: String!
    content: String!
  }
  type Message {
    text: String!
  }
`;

interface Context {
  readonly viewer: Viewer | null;
}

interface CommentArgs {
  readonly repositoryName: string;
  readonly by?: string | null;
}

const resolvers = {
  Query: {
    viewer: (_root: unknown, _args: unknown, { viewer }: Context) => viewer?.id ?? null,
  },
  Mutation: {
    addComment: async (_root: unknown, args: Omit<Comment, 'author'>, { viewer }: Context) => {
      const comment = { ...args, author: viewer?.id ?? 'anonymous' };
      await pubsub.publish(commentAdded, comment);
      return comment;
    },
  },
  Subscription: {
    commentAdded: {
      subscribe: withFilter(
        (_root: unknown, { repositoryName }: CommentArgs) =>
          pubsub.subscribe(commentAdded, { repositoryName }),
        ({ author }: Comment, { by }: CommentArgs) => by == null || author === by,
      ),
      resolve: (comment: Comment) => comment,
    },
    messageReceived: {
      subscribe: (_root: unknown, _args: unknown, { viewer }: Context) => {
        if (viewer === null) throw new GraphQLError('Say who you are.');
        return pubsub.subscribe(messageSent, { to: viewer.id });
      },
      resolve: (message: Message) => message,
    },
  },
};

export const schema = makeExecutableSchema<Context>({ typeDefs, resolvers });
