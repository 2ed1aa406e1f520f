import { resolvers as commentAdded } from './comment-added.js';
import { resolvers as createPost } from './create-post.js';
import { postController } from './post-controller.js';
import { resolvers as postCreated } from './post-created.js';
import { pubsub } from './pubsub.js';
import { resolvers as severalLabels } from './several-labels.js';

export { typeDefs } from './type-defs.js';

/** Resolvers that the documentation only speaks of: what they find in their context. */
const others = {
  Query: { posts: () => postController.posts() },
  Subscription: {
    viewer: {
      subscribe: () => pubsub.asyncIterator('POST_CREATED'),
      resolve: (_payload, _args, context) => context.currentUser?.id ?? context.token,
    },
  },
};

export const resolvers = [postCreated, createPost, severalLabels, commentAdded, others];
