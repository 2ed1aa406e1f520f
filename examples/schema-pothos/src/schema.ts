import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { withFilter } from 'skein';
import type { Viewer } from './access.ts';
import { builder, type Context } from './builder.ts';
import { type Message, messageSent, pubsub } from './topics.ts';

builder.objectType('Viewer', {
  fields: (t) => ({ id: t.exposeID('id') }),
});

builder.objectType('Message', {
  fields: (t) => ({
    id: t.exposeID('id'),
    room: t.exposeString('room'),
    author: t.exposeID('author'),
    text: t.exposeString('text'),
    sentAt: t.exposeString('sentAt'),
  }),
});

const viewerOf = ({ viewer }: Context, field: string): Viewer => {
  if (viewer === null) throw new GraphQLError(`${field} needs a viewer.`);
  return viewer;
};

builder.queryType({
  fields: (t) => ({
    viewer: t.field({
      type: 'Viewer',
      nullable: true,
      resolve: (_root, _args, { viewer }) => viewer,
    }),
  }),
});

builder.mutationType({
  fields: (t) => ({
    sendMessage: t.field({
      type: 'Message',
      args: { room: t.arg.string({ required: true }), text: t.arg.string({ required: true }) },
      resolve: async (_root, { room, text }, context) => {
        const author = viewerOf(context, 'sendMessage').id;
        const message = { id: randomUUID(), room, author, text, sentAt: new Date().toISOString() };
        await pubsub.publish(messageSent, message);
        return message;
      },
    }),
  }),
});

builder.subscriptionType({
  fields: (t) => ({
    messageSent: t.field({
      type: 'Message',
      description: 'The messages of a room; only those with some text in them, if it is given.',
      args: { room: t.arg.string({ required: true }), containing: t.arg.string() },
      subscribe: withFilter(
        (_root, { room }) => pubsub.subscribe(messageSent, { room }),
        ({ text }, { containing }) => text.includes(containing ?? ''),
      ),
      resolve: (message: Message) => message,
    }),

    mentioned: t.field({
      type: 'Message',
      description: 'The messages that name the viewer, as @ada, whatever the room.',
      subscribe: withFilter(
        (_root, _args, context) => {
          viewerOf(context, 'mentioned');
          return pubsub.subscribe(messageSent);
        },
        ({ text }, _args, { viewer }) =>
          viewer !== null && text.split(' ').includes(`@${viewer.id}`),
      ),
      resolve: (message: Message) => message,
    }),
  }),
});

export const schema = builder.toSchema();
