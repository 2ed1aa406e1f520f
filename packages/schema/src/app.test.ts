import { defineAccess } from 'skein/access';
import { testApp } from 'skein/testing';
import { describe, expect, it } from 'vitest';
import { app } from './app.ts';
import { commentAdded, messageSent, postCreated } from './topics.ts';
import type { Viewer } from './viewer.ts';

/** The application with tokens that are the names of viewers. */
const named = {
  ...app,
  access: defineAccess<Viewer | null>({
    authenticate: ({ token }) => ({ session: token === null ? null : { id: token } }),
    viewer: (session) => session?.id ?? null,
  }) as typeof app.access,
};

const createdAt = '2026-01-31T12:00:00Z';

describe('app', () => {
  it('refuses every token, and takes whoever has none, when AUTH_* is unset', async () => {
    const t = testApp(app);
    await expect(t.client({ token: 'x' }).connect()).rejects.toThrow(
      '4403: Tokens are not accepted here',
    );
    expect(await t.client().execute('{ version viewer { id } }')).toEqual({
      data: { version: expect.stringMatching(/^\d+\.\d+\.\d+$/), viewer: null },
    });
  });

  it('knows the viewer', async () => {
    const client = testApp(named).client({ token: 'ada' });
    expect(await client.execute('{ viewer { id } }')).toEqual({ data: { viewer: { id: 'ada' } } });
  });

  it('delivers the post that a mutation created', async () => {
    const client = testApp(named).client();
    const fields = 'id author comment createdAt';
    const posts = client.subscribe(`subscription { postCreated { ${fields} } }`);
    const mutation = `mutation { createPost(author: "Ada", comment: "Hi") { ${fields} } }`;
    const { data } = await client.execute(mutation);
    expect(data).toMatchObject({ createPost: { author: 'Ada', comment: 'Hi' } });
    expect(posts.received).toEqual([{ data: { postCreated: data?.createPost } }]);
  });

  it('delivers only the comments on the repository', async () => {
    const t = testApp(named);
    const client = t.client();
    const comments = client.subscribe(
      'subscription C($name: String!) { commentAdded(repoFullName: $name) { content } }',
      { name: 'apollo/x' },
    );
    const comment = { id: '1', author: 'Ada', createdAt };
    await t.publish(commentAdded, { ...comment, repositoryName: 'apollo/y', content: 'no' });
    await client.execute(
      'mutation { addComment(repoFullName: "apollo/x", author: "Ada", content: "yes") { id } }',
    );
    expect(comments.received).toEqual([{ data: { commentAdded: { content: 'yes' } } }]);
    expect(t.counts()).toMatchObject({ events: 2, rows: 1 });
  });

  it('delivers only the messages to the viewer, with their sender', async () => {
    const t = testApp(named);
    const [ada, bob] = [t.client({ token: 'ada' }), t.client({ token: 'bob' })];
    const query = 'subscription { messageReceived { from to text } }';
    const [atAda, atBob] = [ada.subscribe(query), bob.subscribe(query)];
    const send = 'mutation { sendMessage(to: "ada", text: "Hi") { id } }';
    await bob.execute(send);
    await t.client().execute(send);
    expect(atAda.received).toEqual([
      { data: { messageReceived: { from: 'bob', to: 'ada', text: 'Hi' } } },
      { data: { messageReceived: { from: null, to: 'ada', text: 'Hi' } } },
    ]);
    expect(atBob.received).toEqual([]);
  });

  it('refuses messageReceived to an anonymous viewer', async () => {
    const messages = testApp(named).client().subscribe('subscription { messageReceived { id } }');
    await expect(messages.ready).rejects.toThrow('messageReceived needs an authenticated viewer.');
  });

  it("delivers numbers by Apollo's undeclared label", async () => {
    const t = testApp(named);
    const numbers = t.client().subscribe('subscription { numberIncremented }');
    await t.publish('NUMBER_INCREMENTED', { numberIncremented: 7 });
    expect(numbers.received).toEqual([{ data: { numberIncremented: 7 } }]);
  });

  it.each([
    [
      { topic: postCreated.label, payload: { id: '1', author: 'Ada', comment: 'Hi' } },
      'bad-payload',
    ],
    [
      { topic: messageSent.label, payload: { id: '1', to: '2', text: 't', sentAt: 'today' } },
      'bad-payload',
    ],
    [{ payload: {} }, 'bad-envelope'],
  ])('parks %j as %s', async (event, reason) => {
    const t = testApp(named);
    await t.announce(JSON.stringify(event));
    expect(t.parked).toMatchObject([{ reason }]);
  });
});
