import { randomUUID } from 'node:crypto';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError } from 'graphql';
import { subscriptionField, withFilter } from 'skein';
import type { Viewer } from './access.ts';
import type { Context } from './context.ts';
import type {
  MutationResolvers,
  QueryResolvers,
  Resolvers,
  SubscriptionMessageSentArgs,
  SubscriptionResolvers,
} from './generated.ts';
import { messageSent, pubsub } from './topics.ts';
import { typeDefs } from './type-defs.ts';

const viewerOf = ({ viewer }: Context, field: string): Viewer => {
  if (viewer === null) throw new GraphQLError(`${field} needs a viewer.`);
  return viewer;
};

const Query: QueryResolvers = {
  viewer: (_root, _args, { viewer }) => viewer,
};

const Mutation: MutationResolvers = {
  sendMessage: async (_root, { room, text }, context) => {
    const author = viewerOf(context, 'sendMessage').id;
    const message = { id: randomUUID(), room, author, text, sentAt: new Date().toISOString() };
    await pubsub.publish(messageSent, message);
    return message;
  },
};

const Subscription: SubscriptionResolvers = {
  messageSent: subscriptionField(
    withFilter(
      (_root, { room }: SubscriptionMessageSentArgs) => pubsub.subscribe(messageSent, { room }),
      ({ text }, { containing }) => text.includes(containing ?? ''),
    ),
  ),

  mentioned: subscriptionField(
    withFilter(
      (_root, _args, context: Context) => {
        viewerOf(context, 'mentioned');
        return pubsub.subscribe(messageSent);
      },
      ({ text }, _args, { viewer }) => viewer !== null && text.split(' ').includes(`@${viewer.id}`),
    ),
  ),
};

const resolvers: Resolvers = { Query, Mutation, Subscription };

export const schema = makeExecutableSchema<Context>({ typeDefs, resolvers });
