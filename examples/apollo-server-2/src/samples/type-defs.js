import { gql } from 'graphql-tag';

/** The types that the documentation's samples are about. */
export const typeDefs = gql`
  type Query {
    posts: [Post!]!
  }
  type Mutation {
    createPost(author: String, comment: String): Post
  }
  type Post {
    author: String
    comment: String
  }
  type Comment {
    id: ID!
    content: String
  }
  type Subscription {
    postCreated: Post
    postChanged: Post
    commentAdded(repoFullName: String!): Comment
    viewer: String
  }
`;
