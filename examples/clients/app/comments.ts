import type { Comment } from './topics.ts';

/** Where the application keeps its comments: Lambdas have no memory in common. `COMMENTS_URL` names it. */
export const comments = {
  list: async (repositoryName: string): Promise<readonly Comment[]> => {
    const response = await fetch(urlOf(repositoryName));
    if (!response.ok) throw new Error(`expected 200 of the comments, but ${response.status} came`);
    return (await response.json()) as readonly Comment[];
  },

  add: async (comment: Comment): Promise<void> => {
    const body = JSON.stringify(comment);
    const response = await fetch(urlOf(comment.repositoryName), { method: 'POST', body });
    if (!response.ok) throw new Error(`expected 201 of the comments, but ${response.status} came`);
  },
};

function urlOf(repositoryName: string): string {
  const { COMMENTS_URL } = process.env;
  if (COMMENTS_URL === undefined) throw new Error('COMMENTS_URL is not set');
  return `${COMMENTS_URL}/${encodeURIComponent(repositoryName)}`;
}
