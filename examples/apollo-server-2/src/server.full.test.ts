import { fileURLToPath } from 'node:url';
import { ApolloClient, gql, InMemoryCache } from '@apollo/client';
import { type LocalSystem, startLocal } from '@skein/local';
import { createClient } from 'graphql-ws';
import { SubscriptionClient } from 'subscriptions-transport-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLink as legacyLink } from './client/link.js';
import { createLink as currentLink } from './client/link-graphql-ws.js';

const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));

const start = (app: string) =>
  startLocal({
    app: pathOf(app),
    port: 0,
    subscriptionsPath: '/subscriptions',
    print: () => undefined,
  });

const NUMBERS = 'subscription { numberIncremented }';
const numbered = (numberIncremented: number) => ({
  topic: 'NUMBER_INCREMENTED',
  payload: { numberIncremented },
});

/** Publishes until `done`, for nothing tells from outside that a subscription is stored. */
async function publishUntil<Value>(done: Promise<Value>, publish: () => Promise<unknown>) {
  const timer = setInterval(() => void publish(), 250);
  return done.finally(() => clearInterval(timer));
}

describe('the runnable server of the documentation', () => {
  let local: LocalSystem;
  beforeAll(async () => {
    local = await start('app.ts');
  });
  afterAll(() => local?.close());

  it('answers a query over HTTP', async () => {
    const body = JSON.stringify({ query: '{ currentNumber }' });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(local.url, { method: 'POST', headers, body });
    const { data } = (await response.json()) as { data: { currentNumber: number } };
    expect(data.currentNumber).toBeGreaterThan(0);
  });

  it('counts for a client of subscriptions-transport-ws', async () => {
    const client = new SubscriptionClient(local.subscriptionsUrl, { timeout: 60_000 });
    const first = new Promise((resolve, reject) =>
      client.request({ query: NUMBERS }).subscribe({ next: resolve, error: reject }),
    );
    const result = await publishUntil(first, () => local.publish(numbered(7)));
    client.close();
    expect(result).toEqual({ data: { numberIncremented: 7 } });
  });

  it('counts for a client of graphql-ws', async () => {
    const client = createClient({ url: local.subscriptionsUrl });
    const numbers = client.iterate({ query: NUMBERS });
    const first = await publishUntil(numbers.next(), () => local.publish(numbered(8)));
    await client.dispose();
    expect(first.value).toEqual({ data: { numberIncremented: 8 } });
  });
});

describe("Apollo Client's split link", () => {
  let local: LocalSystem;
  beforeAll(async () => {
    local = await start('client/comments-app.ts');
  });
  afterAll(() => local?.close());

  it.each([
    ['WebSocketLink, on subscriptions-transport-ws', legacyLink],
    ['GraphQLWsLink, on graphql-ws', currentLink],
  ])('brings queries over HTTP and subscriptions over %s', async (_name, createLink) => {
    const { link, close } = createLink({
      httpUri: local.url,
      wsUri: local.subscriptionsUrl,
      user: { authToken: 'token-of-ada' },
    });
    const client = new ApolloClient({ link, cache: new InMemoryCache() });
    const first = new Promise((resolve, reject) =>
      client
        .subscribe({ query: gql`subscription { commentAdded(postID: "7") { content } }` })
        .subscribe({ next: resolve, error: reject }),
    );
    const addComment = () =>
      client.mutate({
        mutation: gql`mutation { addComment(postID: "7", content: "Hello") { id } }`,
      });
    const result = await publishUntil(first, addComment);
    client.stop();
    await close();
    expect(result).toMatchObject({ data: { commentAdded: { content: 'Hello' } } });
  });
});
