import { makeExecutableSchema } from '@graphql-tools/schema';
import { createPubSub, topic, withFilter } from '@skein/pubsub';
import { describe, expect, it } from 'vitest';
import { defineAccess } from '../define-access.ts';
import { type AppOptions, defineApp } from '../define-app.ts';
import { testApp } from './test-app.ts';

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

const RECEIVED = 'subscription R($to: String!) { received(to: $to) }';
const LOUD = 'subscription { loud }';
const HELLO = { to: 'ada', text: 'Hello' };
const RESULT = { data: { received: 'Hello' } };

describe('testApp', () => {
  it('delivers a publish before it resolves, to whom it is for', async () => {
    const { app, sent, pubsub } = createApp();
    const t = testApp(app);
    const ada = t.client().subscribe(RECEIVED, { to: 'ada' });
    const bob = t.client().subscribe(RECEIVED, { to: 'bob' });
    await t.publish(sent, HELLO);
    await pubsub.publish(sent, HELLO);
    expect(ada.received).toEqual([RESULT, RESULT]);
    expect(bob.received).toEqual([]);
    expect(await ada.next()).toEqual({ done: false, value: RESULT });
  });

  it('says what became of an event, and of all', async () => {
    const { app, sent } = createApp();
    const t = testApp(app);
    const client = t.client();
    client.subscribe(LOUD);
    client.subscribe(RECEIVED, { to: 'ada' });
    expect(await t.publish(sent, HELLO)).toMatchObject({
      events: 1,
      rows: 2,
      filtered: 1,
      delivered: 1,
      failed: 0,
    });
    expect(await t.publish(sent, { to: 'bob', text: 'HI' })).toMatchObject({
      rows: 1,
      delivered: 1,
    });
    expect(t.counts()).toMatchObject({ events: 2, rows: 3, filtered: 1, delivered: 2 });
  });

  it('delivers what a mutation published and did not await', async () => {
    const t = testApp(createApp().app);
    const client = t.client();
    const messages = client.subscribe(RECEIVED, { to: 'ada' });
    const mutation = 'mutation M($text: String!) { send(to: "ada", text: $text) }';
    const result = await client.execute(mutation, { text: 'Hello' });
    expect(result).toEqual({ data: { send: true } });
    expect(messages.received).toEqual([RESULT]);
  });

  it('delivers nothing after the credentials have ended', async () => {
    const { app, sent } = createApp();
    const t = testApp(app, { nowMs: NOW_MS });
    const client = t.client({ token: 'brief' });
    const messages = client.subscribe(RECEIVED, { to: 'ada' });
    await t.advance(59_999);
    expect(await t.publish(sent, HELLO)).toMatchObject({ delivered: 1, expired: 0 });
    await t.advance(1);
    expect(await t.publish(sent, HELLO)).toMatchObject({ delivered: 0, expired: 1 });
    expect(messages.received).toHaveLength(1);
    expect(client.isOpen).toBe(false);
  });

  it('parks what is no event', async () => {
    const t = testApp(createApp().app);
    expect(await t.announce('no JSON')).toMatchObject({ events: 1, parked: 1 });
    expect(t.parked).toMatchObject([{ reason: 'not-json', event: 'no JSON' }]);
  });

  it('refuses a publish while an event is delivered', async () => {
    const { app, sent } = createApp();
    const t = testApp(app);
    const subscription = t.client().subscribe('subscription { again }');
    await t.publish(sent, HELLO);
    expect(subscription.received).toMatchObject([
      { errors: [{ message: 'An event was published while another was delivered.' }] },
    ]);
  });
});
