import { fromApollo } from 'skein';
import { pubsub } from './pubsub.js';
import { resolvers, typeDefs } from './schema.js';

export const app = fromApollo({
  typeDefs,
  resolvers,
  pubsub,
  context: ({ req, connection }) => {
    if (connection) {
      // Operation is a Subscription
      // Obtain connectionParams-provided token from connection.context
      const token = connection.context.authorization || '';
      return { token };
    } else {
      // Operation is a Query/Mutation
      // Obtain header-provided token from req.headers
      const token = req.headers.authorization || '';
      return { token };
    }
  },
});
