import { withFilter } from 'skein';
import { pubsub } from './pubsub.js';

export const resolvers = {
  Subscription: {
    commentAdded: {
      subscribe: withFilter(
        () => pubsub.asyncIterator('COMMENT_ADDED'),
        (payload, variables) => {
          // Only push an update if the comment is on
          // the correct repository for this operation
          return payload.commentAdded.repository_name === variables.repoFullName;
        },
      ),
    },
  },
  // ...other resolvers...
};
