import type { FormEvent } from 'react';
import type { Comment } from '../src/comments.ts';

/** The comments, and a form for one more. */
export function Thread(props: {
  readonly comments: readonly Comment[];
  readonly problem: Error | undefined;
  readonly add: (content: string) => Promise<unknown>;
}) {
  const { comments, problem, add } = props;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const content = new FormData(form).get('content');
    form.reset();
    if (typeof content === 'string') await add(content);
  };
  return (
    <>
      <ol>
        {comments.length === 0 && <li className="none">No comment yet</li>}
        {comments.map(({ id, author, content, mine }) => (
          <li key={id}>
            <b className={mine ? 'mine' : undefined}>{author}</b>
            {content}
          </li>
        ))}
      </ol>
      {problem && <p role="alert">{problem.message}</p>}
      <form onSubmit={submit}>
        <input name="content" aria-label="Comment" autoComplete="off" required />
        <button type="submit">Add</button>
      </form>
    </>
  );
}
