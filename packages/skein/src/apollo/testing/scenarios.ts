import { NoSchemaIntrospectionCustomRule, specifiedRules } from 'graphql';
import type { ApolloConnection } from '../apollo-context.ts';
import type { Note, Scenario } from './scenario.ts';

const QUERY = { query: '{ user }' };
const SUBSCRIPTION = { query: 'subscription { noted }' };
const BOTH = [QUERY, SUBSCRIPTION];

const returning = (value: unknown) => () => ({ subscriptions: { onConnect: () => value } });

const connectionOf = ({ query, variables, operationName, context }: ApolloConnection) => ({
  query,
  variables,
  operationName,
  context,
});

/** Hooks that write down all that they are told. */
const notedHooks = (note: Note) => ({
  onConnect: async (
    params: object,
    { upgradeReq }: { upgradeReq: { headers: Record<string, unknown> } },
    context: {
      initPromise: Promise<unknown>;
      isLegacy: boolean;
      request: unknown;
      operations: object;
    },
  ) => {
    note('onConnect', {
      params,
      authorization: upgradeReq.headers.authorization,
      initPromise: await context.initPromise,
      isLegacy: context.isLegacy,
      isSameRequest: context.request === upgradeReq,
      operations: context.operations,
    });
    return { user: 'ada' };
  },
  onDisconnect: async (_socket: unknown, context: { initPromise: Promise<unknown> }) =>
    note('onDisconnect', await context.initPromise),
});

class Store {
  readonly user = 'of the store';
  describe() {
    return `user ${this.user}`;
  }
}

/** Configurations that Apollo Server 2's documentation describes, and their corners. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'without onConnect the parameters are connection.context',
    options: () => ({}),
    userOf: ({ connection }) => connection.context,
    connectionParams: { authToken: 'token', nested: { list: [1, null] } },
    steps: BOTH,
  },
  {
    name: 'an object that onConnect returns is connection.context',
    options: returning(Promise.resolve({ currentUser: { id: 'ada' } })),
    userOf: ({ connection }) => connection.context,
    connectionParams: { authToken: 'token' },
    steps: BOTH,
  },
  ...[undefined, null, true, 'text', 0].map((value) => ({
    name: `onConnect returns ${JSON.stringify(value)}`,
    options: returning(value),
    userOf: ({ connection }: { connection: ApolloConnection }) => connection.context,
    connectionParams: { authToken: 'token' },
    steps: BOTH,
  })),
  { name: 'onConnect returns false', options: returning(false) },
  {
    name: 'onConnect throws',
    options: () => ({
      subscriptions: {
        onConnect: () => {
          throw new Error('Missing auth token!');
        },
      },
    }),
  },
  {
    name: 'onConnect rejects',
    options: () => ({
      subscriptions: { onConnect: async () => Promise.reject(new Error('jwt expired')) },
    }),
  },
  {
    name: 'hooks and context are told everything, once the upgrade brings a token, too',
    options: (note) => ({
      subscriptions: notedHooks(note),
      context: ({ connection, payload, req }: never) => {
        note('context', { connection: connectionOf(connection), payload, req });
        return { user: (connection as ApolloConnection).context.user };
      },
    }),
    skeinOptions: { upgradeHeaders: ['authorization'] },
    connectionParams: { authToken: 'of the parameters' },
    headers: { authorization: 'Bearer of-the-upgrade' },
    steps: [
      ...BOTH,
      {
        query: 'query Echo($number: Int!) { echo(number: $number) }',
        variables: { number: 7 },
        operationName: 'Echo',
      },
      { query: 'subscription S { noted }', operationName: 'S' },
    ],
  },
  {
    name: 'context is an object',
    options: () => ({ context: { user: 'everyone' } }),
    steps: BOTH,
  },
  {
    name: 'context is an instance of a class',
    options: () => ({ context: new Store() }),
    userOf: (context) => context.describe(),
    steps: BOTH,
  },
  {
    name: 'context throws',
    options: () => ({
      context: () => {
        throw new Error('No tenant');
      },
    }),
    steps: [QUERY],
  },
  {
    name: 'errors get a code, and keep what they carry',
    options: () => ({}),
    steps: [
      { query: '{ throws(kind: "plain") }' },
      { query: '{ throws(kind: "coded") }' },
      { query: '{ unknown }' },
      { query: 'query ($n: Int!) { echo(number: $n) }', variables: { n: 'seven' } },
    ],
  },
  {
    name: 'formatError changes errors',
    options: (note) => ({
      formatError: (error) => {
        note('formatError', {
          code: error.extensions?.code,
          isError: error instanceof Error,
          original: error.originalError?.message,
          path: error.path,
        });
        if (error.message.startsWith('It')) return new Error('Ask the operator');
        return { message: `[${error.message}]` };
      },
    }),
    steps: [{ query: '{ throws(kind: "plain") }' }, { query: '{ throws(kind: "coded") }' }],
  },
  {
    name: 'formatError throws',
    options: () => ({
      formatError: () => {
        throw new Error('A bug');
      },
    }),
    steps: [{ query: '{ throws(kind: "plain") }' }],
  },
  {
    name: 'validation rules',
    // Apollo Server 2 leaves out the standard ones over a socket, where it is given any.
    options: () => ({ validationRules: [...specifiedRules, NoSchemaIntrospectionCustomRule] }),
    steps: [{ query: '{ __schema { description } }' }, QUERY],
  },
];
