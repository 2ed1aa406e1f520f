import { makeExecutableSchema } from '@graphql-tools/schema';
import { createPubSub, topic, withFilter } from '@skein/pubsub';
import { defineAccess } from '../define-access.ts';
import { type AppOptions, defineApp } from '../define-app.ts';

export interface Message {
  readonly to: string;
  readonly text: string;
}

type Session = { readonly id: string } | null;

/** A session with this token ends a minute after it. */
export const NOW_MS = Date.parse('2026-01-31T12:00:00Z');

const typeDefs = /* GraphQL */ `
  type Query { viewer: String fails: String hangs: String }
  type Mutation { send(to: String!, text: String!): Boolean! }
  type Subscription {
    received(to: String!): String!
    loud: String!
    again: String!
    counted: Int!
    picky: String!
    refused: String!
  }
`;

/** An application of every sort of operation, to test testApp with. */
export const createChatApp = (options: Partial<AppOptions<Session, Session>> = {}) => {
  const sent = topic<Message, 'to'>('SENT', { keys: ['to'] });
  const pubsub = createPubSub({ topics: [sent] });
  const left: string[] = [];
  const text = (message: Message) => message.text;
  const access = defineAccess<Session>({
    authenticate: ({ token }) => {
      if (token === 'bad') throw new Error('Bad token');
      if (token === 'long') return { session: { id: 'x'.repeat(2_000) } };
      if (token === 'brief') return { session: { id: token }, expiresAt: NOW_MS / 1_000 + 60 };
      return { session: token === null ? null : { id: token } };
    },
    viewer: (session) => session?.id ?? null,
    onDisconnect: ({ connectionId, code }) => void left.push(`${connectionId} ${code}`),
  });
  const schema = makeExecutableSchema({
    typeDefs,
    resolvers: {
      Query: {
        viewer: (_root, _args, { session }) => session?.id,
        fails: () => {
          throw new Error('It fails');
        },
        hangs: () => new Promise(() => undefined),
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
        counted: {
          subscribe: async function* () {
            yield { counted: 1 };
            yield { counted: 2 };
          },
        },
        refused: {
          subscribe: () => {
            throw new Error('Nobody may');
          },
        },
        picky: {
          subscribe: async function* () {
            for await (const message of pubsub.subscribe(sent)) {
              if (message.text === '') throw new Error('No text came');
              yield { picky: message.text };
            }
          },
        },
      },
    },
  });
  return { pubsub, sent, left, app: defineApp({ schema, pubsub, access, ...options }) };
};

export const RECEIVED = 'subscription R($to: String!) { received(to: $to) }';
export const HELLO: Message = { to: 'ada', text: 'Hello' };
export const RESULT = { data: { received: 'Hello' } };
