import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app } from '@skein/example-testing-app/app';
import { commentAdded, messageSent } from '@skein/example-testing-app/topics';
import { testApp } from 'skein/testing';

const COMMENTS =
  'subscription ($by: String) { commentAdded(repositoryName: "a/b", by: $by) { content } }';
const MESSAGES = 'subscription { messageReceived { text } }';

const comment = { repositoryName: 'a/b', author: 'ada', content: 'Hello' };

test('a comment reaches those who watch its repository', async () => {
  const t = testApp(app);
  const comments = t.client().subscribe(COMMENTS);
  await t.publish(commentAdded, { ...comment, repositoryName: 'c/d' });
  await t.publish(commentAdded, comment);
  assert.deepEqual((await comments.next()).value, { data: { commentAdded: { content: 'Hello' } } });
});

test('a filter keeps the comments of others away', async () => {
  const t = testApp(app);
  const comments = t.client().subscribe(COMMENTS, { by: 'bob' });
  assert.partialDeepStrictEqual(await t.publish(commentAdded, comment), {
    delivered: 0,
    filtered: 1,
  });
  assert.deepEqual(comments.received, []);
});

test('a message reaches its viewer and nobody else', async () => {
  const t = testApp(app);
  const ada = t.client({ token: 'ada' }).subscribe(MESSAGES);
  const bob = t.client({ token: 'bob' }).subscribe(MESSAGES);
  await t.publish(messageSent, { to: 'ada', text: 'Hello' });
  assert.deepEqual(ada.received, [{ data: { messageReceived: { text: 'Hello' } } }]);
  assert.deepEqual(bob.received, []);
});

test('nothing is delivered after a token has ended', async () => {
  const t = testApp(app, { nowMs: 0 });
  const client = t.client({ token: 'ada;60' });
  const messages = client.subscribe(MESSAGES);
  await t.advance(60_000);
  const counts = await t.publish(messageSent, { to: 'ada', text: 'Late' });
  assert.partialDeepStrictEqual(counts, { delivered: 0, expired: 1 });
  assert.deepEqual([messages.received, client.isOpen], [[], false]);
});

test('a repository that is closed completes its subscriptions', async () => {
  const t = testApp(app);
  const comments = t.client().subscribe(COMMENTS);
  assert.partialDeepStrictEqual(await t.complete(commentAdded, { repositoryName: 'a/b' }), {
    completed: 1,
  });
  assert.deepEqual(await comments.next(), { done: true, value: undefined });
});
