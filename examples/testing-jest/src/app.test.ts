import { beforeEach, describe, expect, it } from '@jest/globals';
import { app } from '@skein/example-testing-app/app';
import { commentAdded, messageSent } from '@skein/example-testing-app/topics';
import { type TestApp, testApp } from 'skein/testing';

const NOW_MS = Date.UTC(2026, 0, 31);

let t: TestApp;

beforeEach(() => {
  t = testApp(app, { nowMs: NOW_MS });
});

describe('commentAdded', () => {
  const document = `subscription ($by: String) {
    commentAdded(repositoryName: "a/b", by: $by) { author content }
  }`;
  const add = `mutation ($content: String!) {
    addComment(repositoryName: "a/b", content: $content) { content }
  }`;

  it('delivers what a mutation added', async () => {
    const ada = t.client({ token: 'ada' });
    const comments = ada.subscribe(document);
    await ada.execute(add, { content: 'Hello' });
    expect(await comments.next()).toEqual({
      done: false,
      value: { data: { commentAdded: { author: 'ada', content: 'Hello' } } },
    });
  });

  it('delivers the comments of one author alone, where one is asked for', async () => {
    const [ada, bob] = [t.client({ token: 'ada' }), t.client({ token: 'bob' })];
    const ofBob = ada.subscribe(document, { by: 'bob' });
    await ada.execute(add, { content: 'Hello, Bob' });
    await bob.execute(add, { content: 'Hello, Ada' });
    expect(ofBob.received).toMatchObject([{ data: { commentAdded: { content: 'Hello, Ada' } } }]);
    expect(t.counts()).toMatchObject({ events: 2, delivered: 1, filtered: 1 });
  });

  it('ends when the repository is closed', async () => {
    const comments = t.client().subscribe(document);
    await t.publish(commentAdded, { repositoryName: 'a/b', author: 'ada', content: 'Last' });
    await t.complete(commentAdded, { repositoryName: 'a/b' });
    const authors: unknown[] = [];
    for await (const { data } of comments) authors.push(data?.commentAdded);
    expect(authors).toEqual([{ author: 'ada', content: 'Last' }]);
  });
});

describe('messageReceived', () => {
  const document = 'subscription { messageReceived { text } }';

  it('delivers messages to their viewer, however the token came', async () => {
    const clients = [
      t.client({ headers: { authorization: 'Bearer ada' } }),
      t.client({ query: { authorization: 'ada' } }),
      t.client({ token: 'ada', protocol: 'graphql-ws' }),
      t.client({ token: 'bob' }),
    ];
    const messages = clients.map((client) => client.subscribe(document));
    await t.publish(messageSent, { to: 'ada', text: 'Hello' });
    expect(messages.map(({ received }) => received.length)).toEqual([1, 1, 1, 0]);
  });

  it('ends with its token', async () => {
    const messages = t.client({ token: `ada;${NOW_MS / 1_000 + 60}` }).subscribe(document);
    await t.advance(60_000);
    expect(await t.publish(messageSent, { to: 'ada', text: 'Late' })).toMatchObject({ expired: 1 });
    await expect(messages.next()).rejects.toThrow('The server closed the connection');
  });
});
