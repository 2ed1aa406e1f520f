import { fromApollo } from 'skein';
import { pubsub } from './pubsub.js';
import { resolvers, typeDefs } from './schema.js';

export const app = fromApollo({
  typeDefs,
  resolvers,
  pubsub,
  subscriptions: {
    onConnect: (connectionParams, webSocket, context) => {
      console.log('Connected!');
    },
    onDisconnect: (webSocket, context) => {
      console.log('Disconnected!');
    },
    // ...other options...
  },
});
