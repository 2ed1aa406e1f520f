export const typeDefs = /* GraphQL */ `
  type Query {
    viewer: Viewer
  }

  type Viewer {
    id: ID!
  }

  type Message {
    id: ID!
    room: String!
    author: ID!
    text: String!
    sentAt: String!
  }

  type Mutation {
    sendMessage(room: String!, text: String!): Message!
  }

  type Subscription {
    "The messages of a room; only those with some text in them, if it is given."
    messageSent(room: String!, containing: String): Message!
    "The messages that name the viewer, as @ada, whatever the room."
    mentioned: Message!
  }
`;
