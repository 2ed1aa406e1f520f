import { pubsub } from './pubsub.js';

pubsub.publish('POST_CREATED', {
  postCreated: {
    author: 'Ali Baba',
    comment: 'Open sesame',
  },
});
