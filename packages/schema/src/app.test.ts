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
    const test = testApp(app);
    await expect(test.connect({ token: 'x' })).rejects.toThrow(
      '4403: Tokens are not accepted here',
    );
    const client = await test.connect();
    expect(await client.execute('{ version viewer { id } }')).toEqual({
      data: { version: expect.stringMatching(/^\d+\.\d+\.\d+$/), viewer: null },
    });
  });

  it('knows the viewer', async () => {
    const client = await testApp(named).connect({ token: 'ada' });
    expect(await client.execute('{ viewer { id } }')).toEqual({ data: { viewer: { id: 'ada' } } });
  });

  it('delivers the post that a mutation created', async () => {
    const test = testApp(named);
    const client = await test.connect();
    const fields = 'id author comment createdAt';
    const subscription = await client.subscribe(`subscription { postCreated { ${fields} } }`);
    const mutation = `mutation { createPost(author: "Ada", comment: "Hi") { ${fields} } }`;
    const { data } = await client.execute(mutation);
    expect(data).toMatchObject({ createPost: { author: 'Ada', comment: 'Hi' } });
    const { createPost } = data as { readonly createPost: object };
    expect(subscription.results).toEqual([{ data: { postCreated: createPost } }]);
  });

  it('delivers only the comments on the repository', async () => {
    const test = testApp(named);
    const client = await test.connect();
    const subscription = await client.subscribe(
      'subscription C($name: String!) { commentAdded(repoFullName: $name) { content } }',
      { variables: { name: 'apollo/x' } },
    );
    const comment = { id: '1', author: 'Ada', createdAt };
    await test.publish(commentAdded, { ...comment, repositoryName: 'apollo/y', content: 'no' });
    await client.execute(
      'mutation { addComment(repoFullName: "apollo/x", author: "Ada", content: "yes") { id } }',
    );
    expect(subscription.results).toEqual([{ data: { commentAdded: { content: 'yes' } } }]);
    expect(test.counts()).toMatchObject({ events: 2, rows: 1 });
  });

  it('delivers only the messages to the viewer, with their sender', async () => {
    const test = testApp(named);
    const [ada, bob, nobody] = await Promise.all([
      test.connect({ token: 'ada' }),
      test.connect({ token: 'bob' }),
      test.connect(),
    ]);
    const query = 'subscription { messageReceived { from to text } }';
    const [atAda, atBob] = [await ada.subscribe(query), await bob.subscribe(query)];
    const send = 'mutation { sendMessage(to: "ada", text: "Hi") { id } }';
    await bob.execute(send);
    await nobody.execute(send);
    expect(atAda.results).toEqual([
      { data: { messageReceived: { from: 'bob', to: 'ada', text: 'Hi' } } },
      { data: { messageReceived: { from: null, to: 'ada', text: 'Hi' } } },
    ]);
    expect(atBob.results).toEqual([]);
  });

  it('refuses messageReceived to an anonymous viewer', async () => {
    const client = await testApp(named).connect();
    const subscription = await client.subscribe('subscription { messageReceived { id } }');
    expect(subscription).toMatchObject({
      results: [],
      errors: [{ message: 'messageReceived needs an authenticated viewer.' }],
    });
  });

  it("delivers numbers by Apollo's undeclared label", async () => {
    const test = testApp(named);
    const subscription = await (await test.connect()).subscribe(
      'subscription { numberIncremented }',
    );
    await test.publish('NUMBER_INCREMENTED', { numberIncremented: 7 });
    expect(subscription.results).toEqual([{ data: { numberIncremented: 7 } }]);
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
    const test = testApp(named);
    await test.announce(JSON.stringify(event));
    expect(test.parked).toMatchObject([{ reason }]);
  });
});
