/** What the tabs hold when the page is opened for the first time. */
export const examples = [
  {
    query: `# Press play: a number, each second
subscription Count {
  numberIncremented
}
`,
  },
  {
    query: `# Press play, then run CreatePost
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
    query: `# Comments on one repository only
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
    query: `# Sign in as ada first (above)
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
