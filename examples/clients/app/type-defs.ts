export const typeDefs = /* GraphQL */ `
  type Comment {
    id: ID!
    repositoryName: String!
    author: String!
    content: String!
    createdAt: String!
    "Whether the viewer wrote it."
    mine: Boolean!
  }

  type Query {
    comments(repoFullName: String!): [Comment!]!
  }

  type Mutation {
    addComment(repoFullName: String!, content: String!): Comment!
  }

  type Subscription {
    commentAdded(repoFullName: String!): Comment!
  }
`;
