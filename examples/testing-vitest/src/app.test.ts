import { app } from '@skein/example-testing-app/app';
import { commentAdded, messageSent } from '@skein/example-testing-app/topics';
import { testApp } from 'skein/testing';
import { expect, test } from 'vitest';

const COMMENTS =
  'subscription ($by: String) { commentAdded(repositoryName: "a/b", by: $by) { content } }';
const MESSAGES = 'subscription { messageReceived { text } }';

const comment = { repositoryName: 'a/b', author: 'ada', content: 'Hello' };

test('a comment reaches those who watch its repository', async () => {
  const t = testApp(app);
  const comments = t.client().subscribe(COMMENTS);
  await t.publish(commentAdded, { ...comment, repositoryName: 'c/d' });
  await t.publish(commentAdded, comment);
  expect((await comments.next()).value).toEqual({ data: { commentAdded: { content: 'Hello' } } });
});

test('a mutation publishes what it added', async () => {
  const t = testApp(app);
  const ada = t.client({ token: 'ada' });
  const comments = ada.subscribe(COMMENTS, { by: 'ada' });
  const add = 'mutation { addComment(repositoryName: "a/b", content: "Hi") { author } }';
  expect(await ada.execute(add)).toEqual({ data: { addComment: { author: 'ada' } } });
  expect(comments.received).toEqual([{ data: { commentAdded: { content: 'Hi' } } }]);
});

test('a filter keeps the comments of others away', async () => {
  const t = testApp(app);
  const comments = t.client().subscribe(COMMENTS, { by: 'bob' });
  expect(await t.publish(commentAdded, comment)).toMatchObject({ delivered: 0, filtered: 1 });
  expect(comments.received).toEqual([]);
});

test('a message reaches its viewer and nobody else', async () => {
  const t = testApp(app);
  const ada = t.client({ token: 'ada' }).subscribe(MESSAGES);
  const bob = t.client({ token: 'bob' }).subscribe(MESSAGES);
  await t.publish(messageSent, { to: 'ada', text: 'Hello' });
  expect(ada.received).toEqual([{ data: { messageReceived: { text: 'Hello' } } }]);
  expect(bob.received).toEqual([]);
});

test('who has no token, or a bad one, is refused', async () => {
  const t = testApp(app);
  await expect(t.client().subscribe(MESSAGES).ready).rejects.toThrow('Say who you are.');
  await expect(t.client({ token: ';' }).connect()).rejects.toThrow('4403: The token names nobody');
});

test('nothing is delivered after a token has ended', async () => {
  const t = testApp(app, { nowMs: 0 });
  const client = t.client({ token: 'ada;60' });
  const messages = client.subscribe(MESSAGES);
  await t.advance(60_000);
  const counts = await t.publish(messageSent, { to: 'ada', text: 'Late' });
  expect(counts).toMatchObject({ delivered: 0, expired: 1 });
  expect([messages.received, client.isOpen]).toEqual([[], false]);
});

test('a repository that is closed completes its subscriptions', async () => {
  const t = testApp(app);
  const comments = t.client().subscribe(COMMENTS);
  expect(await t.complete(commentAdded, { repositoryName: 'a/b' })).toMatchObject({ completed: 1 });
  expect(await comments.next()).toEqual({ done: true, value: undefined });
});
