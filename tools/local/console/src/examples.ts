/** What the tabs hold when the page is opened for the first time. */
export const examples = [
  {
    query: `# Press play: a number, once a second. Each travels through SNS,
# the publisher Lambda, DynamoDB and this page's WebSocket.
subscription Count {
  numberIncremented
}
`,
  },
  {
    query: `# Press play, then run the mutation in the next tab.
subscription Posts {
  postCreated {
    id
    author
    comment
    createdAt
  }
}
`,
  },
  {
    query: `mutation CreatePost {
  createPost(author: "Ada", comment: "It works without a server") {
    id
  }
}
`,
  },
  {
    query: `# Only the comments on that repository.
subscription Comments($repository: String!) {
  commentAdded(repoFullName: $repository) {
    author
    content
  }
}
`,
    variables: '{ "repository": "apollographql/apollo-client" }',
  },
  {
    query: `mutation AddComment($repository: String!) {
  addComment(repoFullName: $repository, author: "Grace", content: "Good job") {
    id
  }
}
`,
    variables: '{ "repository": "apollographql/apollo-client" }',
  },
  {
    query: `# Needs a viewer: sign in above, then send that viewer a message.
subscription Inbox {
  messageReceived {
    from
    text
    sentAt
  }
}
`,
  },
  {
    query: `mutation SendMessage {
  sendMessage(to: "ada", text: "Hello") {
    id
    from
  }
}
`,
  },
];
