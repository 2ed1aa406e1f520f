export const typeDefs = /* GraphQL */ `
  "A moment, as an ISO 8601 string in UTC."
  scalar DateTime

  type Query {
    version: String!
    viewer: Viewer
  }

  type Viewer {
    id: ID!
  }

  type Post {
    id: ID!
    author: String!
    comment: String!
    createdAt: DateTime!
  }

  type Comment {
    id: ID!
    repositoryName: String!
    author: String!
    content: String!
    createdAt: DateTime!
  }

  type Message {
    id: ID!
    "Null for an anonymous sender."
    from: ID
    to: ID!
    text: String!
    sentAt: DateTime!
  }

  type Mutation {
    createPost(author: String!, comment: String!): Post!
    addComment(repoFullName: String!, author: String!, content: String!): Comment!
    sendMessage(to: ID!, text: String!): Message!
  }

  type Subscription {
    "A number, incremented every second."
    numberIncremented: Int!
    postCreated: Post!
    "Only the comments on that repository."
    commentAdded(repoFullName: String!): Comment!
    "Only the messages addressed to the authenticated viewer."
    messageReceived: Message!
  }
`;
