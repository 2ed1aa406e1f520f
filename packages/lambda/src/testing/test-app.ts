import { makeExecutableSchema } from '@graphql-tools/schema';
import type { InboundApp } from '@skein/inbound';
import type { Access } from '@skein/inbound/access';
import type { PublisherApp } from '@skein/publisher';
import { createPubSub } from '@skein/pubsub';

const typeDefs = /* GraphQL */ `
  type Query {
    viewer: String
    echo(text: String!): String!
    fails: String
  }
  type Mutation {
    announce(text: String!): Boolean!
  }
  type Subscription {
    announced: String!
  }
`;

export type TestApp = InboundApp & PublisherApp;

/** Tokens are names of viewers; `bad` is refused. */
const access: Access = {
  authenticate: ({ token }) => {
    if (token === 'bad') throw new Error('Bad token');
    return { session: token };
  },
  viewer: (session) => (typeof session === 'string' ? session : null),
  onDisconnect: () => undefined,
  pubsub: null,
};

/** A small application; its mutation publishes and does not wait for it. */
export function createTestApp(changes: Partial<TestApp> = {}): TestApp {
  const pubsub = createPubSub();
  const schema = makeExecutableSchema({
    typeDefs,
    resolvers: {
      Query: {
        viewer: (_root, _args, { viewer }) => viewer,
        echo: (_root, { text }) => text,
        fails: () => {
          throw new Error('It fails');
        },
      },
      Mutation: {
        announce: (_root, { text }) => {
          void pubsub.publish('ANNOUNCED', { announced: text });
          return true;
        },
      },
      Subscription: { announced: { subscribe: () => pubsub.asyncIterator('ANNOUNCED') } },
    },
  });
  return {
    schema,
    pubsub,
    access,
    context: ({ session }: { readonly session: unknown }) => ({ viewer: session }),
    deliverySession: () => null,
    operations: ['query', 'mutation', 'subscription'],
    allowWithoutInit: false,
    limits: { subscriptionsPerConnection: 10, documentTokens: 100, subscribeMs: 500 },
    onSubscribe: () => undefined,
    onComplete: () => undefined,
    onError: () => undefined,
    decodeEvent: null,
    ...changes,
  };
}
