import { makeExecutableSchema } from '@graphql-tools/schema';
import { createPubSub, topic, withFilter } from '@skein/pubsub';
import { describe, expect, it } from 'vitest';
import { defineAccess } from '../define-access.ts';
import { type AppOptions, defineApp } from '../define-app.ts';
import { testApp } from './test-app.ts';
import { TestRefusalError } from './test-client.ts';

interface Message {
  readonly to: string;
  readonly text: string;
}

type Session = { readonly id: string } | null;

const NOW_MS = Date.parse('2026-01-31T12:00:00Z');

const typeDefs = /* GraphQL */ `
  type Query { viewer: String fails: String }
  type Mutation { send(to: String!, text: String!): Boolean! }
  type Subscription { received(to: String!): String! loud: String! again: String! }
`;

const access = defineAccess<Session>({
  authenticate: ({ token }) => {
    if (token === 'bad') throw new Error('Bad token');
    if (token === 'brief') return { session: { id: token }, expiresAt: NOW_MS / 1_000 + 60 };
    return { session: token === null ? null : { id: token } };
  },
  viewer: (session) => session?.id ?? null,
});

const createApp = (options: Partial<AppOptions<Session, Session>> = {}) => {
  const sent = topic<Message, 'to'>('SENT', { keys: ['to'] });
  const pubsub = createPubSub({ topics: [sent] });
  const text = (message: Message) => message.text;
  const schema = makeExecutableSchema({
    typeDefs,
    resolvers: {
      Query: {
        viewer: (_root, _args, { session }) => session?.id,
        fails: () => {
          throw new Error('It fails');
        },
      },
      Mutation: {
        // Not awaited: a handler waits for it all the same.
        send: (_root, message: Message) => {
          void pubsub.publish(sent, message);
          return true;
        },
      },
      Subscription: {
        received: {
          subscribe: (_root, { to }: { to: string }) => pubsub.subscribe(sent, { to }),
          resolve: text,
        },
        loud: {
          subscribe: withFilter(
            () => pubsub.subscribe(sent),
            (message) => message.text === message.text.toUpperCase(),
          ),
          resolve: text,
        },
        again: {
          subscribe: () => pubsub.subscribe(sent),
          resolve: async (message: Message) => {
            await pubsub.publish(sent, message);
            return message.text;
          },
        },
      },
    },
  });
  return { pubsub, sent, app: defineApp({ schema, pubsub, access, ...options }) };
};

const received = (to: string) => `subscription { received(to: "${to}") }`;
const HELLO = { to: 'ada', text: 'Hello' };
const RESULT = { data: { received: 'Hello' } };

describe('testApp', () => {
  it('delivers a publish before it resolves, to whom it is for', async () => {
    const { app, sent, pubsub } = createApp();
    const test = testApp(app);
    const ada = await (await test.connect()).subscribe(received('ada'));
    const bob = await (await test.connect()).subscribe(received('bob'));
    await test.publish(sent, HELLO);
    await pubsub.publish(sent, HELLO);
    expect(ada.results).toEqual([RESULT, RESULT]);
    expect(bob.results).toEqual([]);
  });

  it('delivers what a mutation published and did not await', async () => {
    const test = testApp(createApp().app);
    const client = await test.connect();
    const subscription = await client.subscribe(received('ada'));
    const mutation = 'mutation M($text: String!) { send(to: "ada", text: $text) }';
    const result = await client.execute(mutation, { variables: { text: 'Hello' } });
    expect(result).toEqual({ data: { send: true } });
    expect(subscription.results).toEqual([RESULT]);
  });

  it('counts what became of events', async () => {
    const { app, sent } = createApp();
    const test = testApp(app);
    const client = await test.connect();
    await client.subscribe('subscription { loud }');
    await client.subscribe(received('ada'));
    await test.publish(sent, HELLO);
    expect(test.counts()).toMatchObject({ events: 1, rows: 2, filtered: 1, sent: 1, failed: 0 });
  });

  it('ends with a complete, an end of the connection, or the error of a refusal', async () => {
    const { app, sent } = createApp();
    const test = testApp(app);
    const [client, other] = [await test.connect(), await test.connect()];
    const ended = await client.subscribe(received('ada'));
    const gone = await other.subscribe(received('ada'));
    const refused = await client.subscribe('subscription { nothing }');
    await ended.complete();
    await other.disconnect();
    await test.publish(sent, HELLO);
    expect([ended.results, gone.results]).toEqual([[], []]);
    expect(test.counts().rows).toBe(0);
    expect(refused.errors).toMatchObject([{ message: expect.stringContaining('"nothing"') }]);
  });

  it('runs as the viewer of the token, from init, header or query', async () => {
    const test = testApp(createApp({ context: (input) => input }).app);
    const clients = await Promise.all([
      test.connect({ token: 'ada' }),
      test.connect({ headers: { authorization: 'Bearer bob' } }),
      test.connect({ query: { authorization: 'cleo' } }),
      test.connect(),
    ]);
    const viewers = await Promise.all(clients.map((client) => client.execute('{ viewer }')));
    expect(viewers.map(({ data }) => data)).toEqual([
      { viewer: 'ada' },
      { viewer: 'bob' },
      { viewer: 'cleo' },
      { viewer: null },
    ]);
  });

  it('rejects a connection that is refused, at the upgrade by its status', async () => {
    const test = testApp(createApp().app);
    const atUpgrade = test.connect({ headers: { authorization: 'bad' } });
    await expect(atUpgrade).rejects.toEqual(new TestRefusalError('Bad token', 401));
    await expect(test.connect({ token: 'bad' })).rejects.toEqual(
      new TestRefusalError('4403: Bad token', null),
    );
  });

  it('delivers nothing after the credentials have ended', async () => {
    const { app, sent } = createApp();
    let nowMs = NOW_MS;
    const test = testApp(app, { nowMs: () => nowMs });
    const client = await test.connect({ token: 'brief' });
    const subscription = await client.subscribe(received('ada'));
    nowMs += 61_000;
    await test.publish(sent, HELLO);
    expect(subscription.results).toEqual([]);
    expect(client.isOpen()).toBe(false);
    expect(test.counts()).toMatchObject({ expired: 1, sent: 0 });
  });

  it('parks what is no event', async () => {
    const test = testApp(createApp().app);
    await test.announce('no JSON');
    expect(test.parked).toMatchObject([{ reason: 'not-json', event: 'no JSON' }]);
  });

  it('refuses a publish while an event is delivered', async () => {
    const { app, sent } = createApp();
    const test = testApp(app);
    const subscription = await (await test.connect()).subscribe('subscription { again }');
    await test.publish(sent, HELLO);
    expect(subscription.results).toMatchObject([
      { errors: [{ message: 'An event was published while another was delivered.' }] },
    ]);
  });
});
