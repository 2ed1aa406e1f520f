import { fromApollo } from 'skein';
import { pubsub } from './pubsub.js';
import { resolvers, typeDefs } from './schema.js';
import { findUser, validateToken } from './users.js';

export const app = fromApollo({
  typeDefs,
  resolvers,
  pubsub,
  subscriptions: {
    onConnect: (connectionParams, webSocket) => {
      if (connectionParams.authToken) {
        return validateToken(connectionParams.authToken)
          .then(findUser(connectionParams.authToken))
          .then((user) => {
            return {
              currentUser: user,
            };
          });
      }

      throw new Error('Missing auth token!');
    },
  },
});
