// listen.ts
import type { Client } from 'graphql-ws';
import { COMMENT_ADDED, type Comment } from './comments.ts';
import { createOnce } from './once.ts';

/** The comments on a repository from now on, each once. Ends with the error that is final. */
export async function* listen(socket: Client, repoFullName: string): AsyncGenerator<Comment> {
  const isNew = createOnce();
  const results = socket.iterate<{ readonly commentAdded: Comment }>({
    query: COMMENT_ADDED,
    variables: { repoFullName },
  });
  for await (const { data, errors } of results) {
    if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('; '));
    if (data != null && isNew(data.commentAdded.id)) yield data.commentAdded;
  }
}
