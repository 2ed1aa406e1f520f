// comments.ts
export interface Comment {
  readonly id: string;
  readonly author: string;
  readonly content: string;
  /** Whether the viewer wrote it. */
  readonly mine: boolean;
}

export const COMMENTS = /* GraphQL */ `
  query Comments($repoFullName: String!) {
    comments(repoFullName: $repoFullName) {
      id
      author
      content
      mine
    }
  }
`;

export const COMMENT_ADDED = /* GraphQL */ `
  subscription CommentAdded($repoFullName: String!) {
    commentAdded(repoFullName: $repoFullName) {
      id
      author
      content
      mine
    }
  }
`;

export const ADD_COMMENT = /* GraphQL */ `
  mutation AddComment($repoFullName: String!, $content: String!) {
    addComment(repoFullName: $repoFullName, content: $content) {
      id
    }
  }
`;

/** The list with the comment at its end, unless it is there already: an event may come twice, or be in what was read. */
export const withComment = (comments: readonly Comment[], comment: Comment): readonly Comment[] =>
  comments.some(({ id }) => id === comment.id) ? comments : [...comments, comment];
