/** What the tabs hold when the page is opened for the first time; lines short enough for the narrow editor. */
export const examples = [
  {
    query: `# Press play: a number a second.
subscription Count {
  numberIncremented
}
`,
  },
  {
    query: `# Press play, then run the
# mutation in the next tab.
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
  createPost(
    author: "Ada"
    comment: "No server stays up"
  ) {
    id
  }
}
`,
  },
  {
    query: `# Only this repository's comments.
subscription Comments(
  $repository: String!
) {
  commentAdded(
    repoFullName: $repository
  ) {
    author
    content
  }
}
`,
    variables: '{\n  "repository": "graphql/graphql-js"\n}',
  },
  {
    query: `mutation AddComment(
  $repository: String!
) {
  addComment(
    repoFullName: $repository
    author: "Grace"
    content: "Good job"
  ) {
    id
  }
}
`,
    variables: '{\n  "repository": "graphql/graphql-js"\n}',
  },
  {
    query: `# Sign in as ada (at the top):
# only her messages arrive.
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
  sendMessage(
    to: "ada"
    text: "Hello"
  ) {
    id
    from
  }
}
`,
  },
];
