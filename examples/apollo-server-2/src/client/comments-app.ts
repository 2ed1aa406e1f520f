import { createPubSub, fromApollo, withFilter } from 'skein';

interface Comment {
  readonly id: string;
  readonly postID: string;
  readonly content: string;
}

/** The server that the client's samples talk to: comments on blog posts. */
const pubsub = createPubSub();

const comments: Comment[] = [{ id: '1', postID: '7', content: 'First!' }];

const typeDefs = /* GraphQL */ `
  type Query {
    post(postID: ID!): Post
  }
  type Mutation {
    addComment(postID: ID!, content: String!): Comment
  }
  type Post {
    comments: [Comment!]!
  }
  type Comment {
    id: ID!
    content: String!
  }
  type Subscription {
    commentAdded(postID: ID!): Comment
  }
`;

const resolvers = {
  Query: {
    post: (_root: unknown, { postID }: { postID: string }) => ({
      comments: comments.filter((comment) => comment.postID === postID),
    }),
  },
  Mutation: {
    addComment: async (
      _root: unknown,
      { postID, content }: { postID: string; content: string },
    ) => {
      const comment = { id: String(comments.length + 1), postID, content };
      await pubsub.publish('COMMENT_ADDED', { commentAdded: comment });
      return comment;
    },
  },
  Subscription: {
    commentAdded: {
      subscribe: withFilter(
        () => pubsub.asyncIterator<{ commentAdded: Comment }>('COMMENT_ADDED'),
        (payload, variables: { postID: string }) =>
          payload.commentAdded.postID === variables.postID,
      ),
    },
  },
};

export const app = fromApollo({
  typeDefs,
  resolvers,
  pubsub,
  subscriptions: {
    onConnect: ({ authToken }: { authToken?: string }) => {
      if (authToken !== 'token-of-ada') throw new Error('Missing auth token!');
      return { currentUser: { id: 'ada' } };
    },
  },
});
