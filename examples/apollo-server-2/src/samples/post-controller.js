const posts = [];

/** Stands for the datastore. */
export const postController = {
  createPost(post) {
    posts.push(post);
    return post;
  },
  posts: () => posts,
};
