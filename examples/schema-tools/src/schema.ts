import { randomUUID } from 'node:crypto';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError } from 'graphql';
import { subscriptionField, withFilter } from 'skein';
import type { Viewer } from './access.ts';
import { messageSent, pubsub } from './topics.ts';

export interface Context {
  readonly viewer: Viewer | null;
}

const typeDefs = `
  type Query {
    viewer: Viewer
  }

  type Viewer {
    id: ID!
  }

  type Message {
    id: ID!
    room: String!
    author: ID!
    text: String!
    sentAt: String!
  }

  type Mutation {
    sendMessage(room: String!, text: String!): Message!
  }

  type Subscription {
    "The messages of a room; only those with some text in them, if it is given."
    messageSent(room: String!, containing: String): Message!
    "The messages that name the viewer, as @ada, whatever the room."
    mentioned: Message!
  }
`;

const viewerOf = ({ viewer }: Context, field: string): Viewer => {
  if (viewer === null) throw new GraphQLError(`${field} needs a viewer.`);
  return viewer;
};

const resolvers = {
  Query: {
    viewer: (_root: unknown, _args: unknown, { viewer }: Context) => viewer,
  },

  Mutation: {
    sendMessage: async (
      _root: unknown,
      { room, text }: { room: string; text: string },
      context: Context,
    ) => {
      const author = viewerOf(context, 'sendMessage').id;
      const message = { id: randomUUID(), room, author, text, sentAt: new Date().toISOString() };
      await pubsub.publish(messageSent, message);
      return message;
    },
  },

  Subscription: {
    messageSent: subscriptionField(
      withFilter(
        (_root, { room }: { room: string; containing?: string | null }) =>
          pubsub.subscribe(messageSent, { room }),
        ({ text }, { containing }) => text.includes(containing ?? ''),
      ),
    ),

    mentioned: subscriptionField(
      withFilter(
        (_root, _args, context: Context) => {
          viewerOf(context, 'mentioned');
          return pubsub.subscribe(messageSent);
        },
        ({ text }, _args, { viewer }) =>
          viewer !== null && text.split(' ').includes(`@${viewer.id}`),
      ),
    ),
  },
};

export const schema = makeExecutableSchema<Context>({ typeDefs, resolvers });
