import {
  ADD_COMMENT,
  COMMENT_ADDED,
  COMMENTS,
  type Comment,
  withComment,
} from '../src/comments.ts';
import { fetchWithToken } from '../src/fetch-with-token.ts';
import { createPlainClient } from '../src/plain.ts';
import { endpoints, REPOSITORY } from './endpoints.ts';

const { url, socketUrl, token } = endpoints;
const send = fetchWithToken(token);
const list = document.createElement('ol');
const form = createForm();
const alert = Object.assign(document.createElement('p'), { role: 'alert' });
let comments: readonly Comment[] = [];

document.getElementById('root')?.append(list, form);
show();

const client = createPlainClient({ url: socketUrl, token, refetch });
client.subscribe(
  { query: COMMENT_ADDED, variables: { repoFullName: REPOSITORY } },
  {
    next: ({ data }) => {
      if (data == null) return;
      comments = withComment(comments, data.commentAdded as Comment);
      show();
    },
    error: tell,
    complete: () => tell('the server ended the subscription'),
  },
);
await refetch();

async function refetch(): Promise<void> {
  const { data, errors } = await execute(COMMENTS, {});
  if (data == null) return tell(errors?.[0]?.message ?? 'the comments could not be read');
  // What came while the answer was under way stays.
  comments = comments.reduce(withComment, data.comments as readonly Comment[]);
  show();
}

async function execute(query: string, variables: object) {
  const response = await send(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { repoFullName: REPOSITORY, ...variables } }),
  });
  return (await response.json()) as {
    readonly data?: Readonly<Record<string, unknown>> | null;
    readonly errors?: readonly { readonly message: string }[];
  };
}

function show(): void {
  list.replaceChildren(
    ...(comments.length === 0 ? [createItem('none', 'No comment yet')] : comments.map(createEntry)),
  );
}

function createEntry({ author, content, mine }: Comment): HTMLLIElement {
  const name = document.createElement('b');
  name.textContent = author;
  if (mine) name.className = 'mine';
  return createItem('', name, content);
}

function createItem(className: string, ...parts: (Node | string)[]): HTMLLIElement {
  const item = document.createElement('li');
  item.className = className;
  item.append(...parts);
  return item;
}

function tell(problem: string): void {
  alert.textContent = problem;
  form.before(alert);
}

function createForm(): HTMLFormElement {
  const form = document.createElement('form');
  const input = Object.assign(document.createElement('input'), {
    name: 'content',
    autocomplete: 'off',
    required: true,
    ariaLabel: 'Comment',
  });
  const button = Object.assign(document.createElement('button'), { textContent: 'Add' });
  form.append(input, button);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const content = input.value;
    form.reset();
    await execute(ADD_COMMENT, { content });
  });
  return form;
}
