import { fromApollo } from 'skein';
import { pubsub } from './pubsub.js';
import { resolvers, typeDefs } from './schema.js';

export const app = fromApollo({
  subscriptions: {
    path: '/subscriptions',
  },
  // ...other options...
  typeDefs,
  resolvers,
  pubsub,
});
