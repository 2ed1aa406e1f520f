import { type App, fromApollo } from 'skein';
import { testApp } from 'skein/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { app as authentication } from './authentication.js';
import { app as context } from './context.js';
import { app as onConnect } from './on-connect.js';
import { app as path } from './path.js';
import { pubsub } from './pubsub.js';
import { resolvers, typeDefs } from './schema.js';

const app = fromApollo({ typeDefs, resolvers, pubsub });

const COMMENTS =
  'subscription ($repoName: String!) { commentAdded(repoFullName: $repoName) { content } }';
const POSTS = 'subscription PostFeed { postCreated { author comment } }';
const CREATE =
  'mutation { createPost(author: "Ali Baba", comment: "Open sesame") { author comment } }';
const POST = { author: 'Ali Baba', comment: 'Open sesame' };

const comment = (repository: string, content: string) => ({
  commentAdded: { repository_name: repository, id: '1', content },
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the samples of the documentation', () => {
  it('publish an event on a label that nobody registered', async () => {
    const t = testApp(app);
    const posts = t.client().subscribe(POSTS);
    await t.run(() => import('./publish.js'));
    expect(posts.received).toEqual([{ data: { postCreated: POST } }]);
  });

  it('publish from a mutation, without waiting for it', async () => {
    const t = testApp(app);
    const posts = t.client().subscribe(POSTS);
    expect(await t.client().execute(CREATE)).toEqual({ data: { createPost: POST } });
    expect(posts.received).toEqual([{ data: { postCreated: POST } }]);
  });

  it('listen for several labels', async () => {
    const t = testApp(app);
    const posts = t.client().subscribe('subscription { postChanged { comment } }');
    await t.publish('POST_CREATED', { postCreated: { comment: 'new' } });
    await t.publish('POST_EDITED', { postEdited: { comment: 'better' } });
    expect(posts.received).toEqual([
      { data: { postChanged: { comment: 'new' } } },
      { data: { postChanged: { comment: 'better' } } },
    ]);
  });

  it('filter by the arguments of a subscription', async () => {
    const t = testApp(app);
    const comments = t.client().subscribe(COMMENTS, { repoName: 'apollo/server' });
    const { filtered } = await t.publish('COMMENT_ADDED', comment('apollo/client', 'elsewhere'));
    await t.publish('COMMENT_ADDED', comment('apollo/server', 'here'));
    expect(filtered).toBe(1);
    expect(comments.received).toEqual([{ data: { commentAdded: { content: 'here' } } }]);
  });

  it('take the token of an operation from connection.context', async () => {
    expect(await viewerOf(context, { authorization: 'of-ada' })).toBe('of-ada');
    expect(await viewerOf(context, {})).toBe('');
  });

  it('take the token of an HTTP request from its headers', async () => {
    const operation = { query: '{ posts { author } }', variables: null, operationName: null };
    const built = await context.context({
      phase: 'request',
      session: null,
      operation: { ...operation, id: null, connectionId: null, type: 'query', extensions: null },
      headers: { authorization: 'Bearer ada' },
    });
    expect(built).toEqual({ token: 'Bearer ada' });
  });

  it('run onConnect and onDisconnect', async () => {
    const log = vi.spyOn(console, 'log').mockReturnValue();
    const client = testApp(onConnect).client();
    await client.connect();
    await client.disconnect();
    expect(log.mock.calls).toEqual([['Connected!'], ['Disconnected!']]);
  });

  it('find the user that onConnect returned as context.currentUser', async () => {
    expect(await viewerOf(authentication, { authToken: 'token-of-ada' })).toBe('ada');
  });

  it.each([
    [{}, '4403: Missing auth token!'],
    [{ authToken: 'forged' }, '4403: Invalid auth token!'],
  ])('refuse the parameters %j', async (connectionParams, message) => {
    const client = testApp(authentication).client({ connectionParams });
    await expect(client.connect()).rejects.toThrow(message);
  });

  it('may name a path, which the gateway knows better', async () => {
    const t = testApp(path);
    expect(await t.client().execute('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
  });
});

/** Whom a subscription is delivered for. */
async function viewerOf(subject: App, connectionParams: Readonly<Record<string, string>>) {
  const t = testApp(subject);
  const viewers = t.client({ connectionParams }).subscribe('subscription { viewer }');
  await t.publish('POST_CREATED', { postCreated: POST });
  return viewers.received[0]?.data?.viewer;
}
