import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { dateTime } from './date-time.ts';
import {
  type Comment,
  commentAdded,
  type Message,
  messageSent,
  type Post,
  postCreated,
  pubsub,
} from './topics.ts';
import { VERSION } from './version.ts';
import type { Viewer } from './viewer.ts';

export interface Context {
  readonly viewer: Viewer | null;
}

const now = (): string => new Date().toISOString();

export const resolvers = {
  DateTime: dateTime,

  Query: {
    version: () => VERSION,
    viewer: (_root: unknown, _args: unknown, { viewer }: Context) => viewer,
  },

  Mutation: {
    createPost: async (_root: unknown, args: Pick<Post, 'author' | 'comment'>): Promise<Post> => {
      const post = {
        id: randomUUID(),
        author: args.author,
        comment: args.comment,
        createdAt: now(),
      };
      await pubsub.publish(postCreated, post);
      return post;
    },

    addComment: async (
      _root: unknown,
      args: { repoFullName: string; author: string; content: string },
    ): Promise<Comment> => {
      const comment = {
        id: randomUUID(),
        repositoryName: args.repoFullName,
        author: args.author,
        content: args.content,
        createdAt: now(),
      };
      await pubsub.publish(commentAdded, comment);
      return comment;
    },

    sendMessage: async (
      _root: unknown,
      args: Pick<Message, 'to' | 'text'>,
      { viewer }: Context,
    ): Promise<Message> => {
      const message = {
        id: randomUUID(),
        from: viewer?.id ?? null,
        to: args.to,
        text: args.text,
        sentAt: now(),
      };
      await pubsub.publish(messageSent, message);
      return message;
    },
  },

  Subscription: {
    // A label that no topic declares, with Apollo's payload: `{ numberIncremented: 7 }`. The default resolver reads it.
    numberIncremented: {
      subscribe: () => pubsub.asyncIterator(['NUMBER_INCREMENTED']),
    },

    postCreated: {
      subscribe: () => pubsub.subscribe(postCreated),
      resolve: (post: Post) => post,
    },

    commentAdded: {
      subscribe: (_root: unknown, args: { repoFullName: string }) =>
        pubsub.subscribe(commentAdded, { repositoryName: args.repoFullName }),
      resolve: (comment: Comment) => comment,
    },

    messageReceived: {
      subscribe: (_root: unknown, _args: unknown, { viewer }: Context) => {
        if (viewer === null)
          throw new GraphQLError('messageReceived needs an authenticated viewer.');
        return pubsub.subscribe(messageSent, { to: viewer.id });
      },
      resolve: (message: Message) => message,
    },
  },
};
