import { buildSchemaSync } from 'type-graphql';
import { ChatResolver } from './chat-resolver.ts';
import { pubsub } from './topics.ts';

export const schema = buildSchemaSync({
  resolvers: [ChatResolver],
  validate: false,
  // For `@Subscription({ topics: 'LABEL' })`. TypeGraphQL wants it even where every field has a `subscribe` of its own.
  pubSub: {
    publish: (label, payload) => pubsub.publish(label, payload),
    subscribe: (label) => pubsub.asyncIterator(label),
  },
});
