// use-comments-urql.ts
import { useMutation, useQuery, useSubscription } from 'urql';
import { ADD_COMMENT, COMMENT_ADDED, COMMENTS, type Comment, withComment } from './comments.ts';

type Comments = readonly Comment[];

/** The comments on a repository: those that were read, and those that came since. */
export function useComments(repoFullName: string) {
  const variables = { repoFullName };
  const [{ data, error }] = useQuery<{ readonly comments: Comments }>({
    query: COMMENTS,
    variables,
  });
  const [, add] = useMutation(ADD_COMMENT);
  const [live] = useSubscription<{ readonly commentAdded: Comment }, Comments>(
    { query: COMMENT_ADDED, variables },
    (seen = [], { commentAdded }) => withComment(seen, commentAdded),
  );
  return {
    comments: (live.data ?? []).reduce(withComment, data?.comments ?? []),
    problem: live.error ?? error,
    add: (content: string) => add({ repoFullName, content }),
  };
}
