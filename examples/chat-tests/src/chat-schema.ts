/** What every builder makes, sorted by name. */
export const chatSchema = `type Message {
  author: ID!
  id: ID!
  room: String!
  sentAt: String!
  text: String!
}

type Mutation {
  sendMessage(room: String!, text: String!): Message!
}

type Query {
  viewer: Viewer
}

type Subscription {
  """The messages that name the viewer, as @ada, whatever the room."""
  mentioned: Message!

  """
  The messages of a room; only those with some text in them, if it is given.
  """
  messageSent(containing: String, room: String!): Message!
}

type Viewer {
  id: ID!
}`;
