// use-comments-apollo.ts
import { gql, type TypedDocumentNode } from '@apollo/client';
import { useMutation, useQuery, useSubscription } from '@apollo/client/react';
import { ADD_COMMENT, COMMENT_ADDED, COMMENTS, type Comment, withComment } from './comments.ts';

interface Variables {
  readonly repoFullName: string;
}

const comments: TypedDocumentNode<{ readonly comments: readonly Comment[] }, Variables> =
  gql(COMMENTS);
const commentAdded: TypedDocumentNode<{ readonly commentAdded: Comment }, Variables> =
  gql(COMMENT_ADDED);
const addComment: TypedDocumentNode<unknown, Variables & { readonly content: string }> =
  gql(ADD_COMMENT);

/** The comments on a repository, kept up to date in Apollo's cache. */
export function useComments(repoFullName: string) {
  const variables = { repoFullName };
  const { data, error } = useQuery(comments, { variables });
  const [add] = useMutation(addComment);
  const live = useSubscription(commentAdded, {
    variables,
    onData: ({ client, data: { data: event } }) => {
      if (event === undefined) return;
      client.cache.updateQuery({ query: comments, variables }, (known) =>
        known === null ? null : { comments: withComment(known.comments, event.commentAdded) },
      );
    },
  });
  return {
    comments: data?.comments ?? [],
    problem: live.error ?? error,
    add: (content: string) => add({ variables: { repoFullName, content } }),
  };
}
