import { pubsub } from './pubsub.js';

export const resolvers = {
  Subscription: {
    postChanged: {
      subscribe: () => pubsub.asyncIterator(['POST_CREATED', 'POST_EDITED']),
      resolve: (payload) => payload.postCreated ?? payload.postEdited,
    },
  },
};
