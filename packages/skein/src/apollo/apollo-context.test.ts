import type { Operation } from '@skein/inbound';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { type ApolloContextInput, contextOf } from './apollo-context.ts';
import type { ApolloOptions } from './apollo-options.ts';

const schema = buildSchema('type Query { a: Int }');

const operation: Operation = {
  id: '1',
  connectionId: 'c',
  type: 'query',
  query: '{ a }',
  operationName: null,
  variables: null,
  extensions: null,
};

const onSocket = { phase: 'request', session: { user: 'ada' }, operation, headers: {} } as const;
const overHttp = {
  phase: 'request',
  session: null,
  operation: { ...operation, id: null, connectionId: null },
  headers: { authorization: 'Bearer t' },
} as const;
const delivery = { phase: 'deliver', session: { user: 'ada' }, operation } as const;

const contextFrom = (options: Pick<ApolloOptions, 'context' | 'dataSources' | 'cache'>) =>
  contextOf(options, schema);

describe('contextOf', () => {
  it('gives a function the request over HTTP, and no connection', async () => {
    const context = contextFrom({
      context: ({ req, connection }: ApolloContextInput) => ({
        token: req?.headers.authorization,
        connection,
      }),
    });
    expect(await context(overHttp)).toEqual({ token: 'Bearer t', connection: undefined });
  });

  it.each(['user', 'cookies'])(
    'says that req.%s is not known instead of undefined',
    async (name) => {
      const read = (input: { req: Record<string, unknown> }) => ({ read: input.req[name] });
      await expect(contextFrom({ context: read })(overHttp)).rejects.toThrow(
        `req.${name} is not known here: of an HTTP request there are headers.`,
      );
      const ask = (input: { req: Record<string, unknown> }) => ({ has: name in input.req });
      expect(await contextFrom({ context: ask })(overHttp)).toEqual({ has: false });
    },
  );

  it('gives a function the same connection when a subscription is stored and when it is delivered', async () => {
    const context = contextFrom({ context: (input: ApolloContextInput) => input });
    const sent = { query: '{ a }', variables: {}, operationName: undefined };
    const expected = {
      connection: { ...sent, context: { user: 'ada' }, schema },
      payload: sent,
    };
    expect(await context({ ...onSocket, phase: 'subscribe' })).toEqual(expected);
    expect(await context(delivery)).toEqual(expected);
  });

  it("hands on the message's extensions", async () => {
    const context = contextFrom({ context: ({ payload }: ApolloContextInput) => payload });
    const extensions = { tenant: 'a' };
    const input = { ...onSocket, operation: { ...operation, extensions } };
    expect(await context(input)).toMatchObject({ extensions });
  });

  it("is connection.context's fields, and the connection, where there is none", async () => {
    const context = contextFrom({});
    const connection = { context: { user: 'ada' } };
    expect(await context(onSocket)).toMatchObject({ user: 'ada', connection });
    expect(await context(delivery)).toMatchObject({ user: 'ada', connection });
    expect(await context(overHttp)).toEqual({});
  });

  it('is a copy of a value, for an execution may write to it', async () => {
    const value = { user: 'all' };
    const context = contextFrom({ context: value });
    const made = await context(delivery);
    expect(made).toEqual(value);
    expect(made).not.toBe(value);
  });

  it('has initialised data sources in it', async () => {
    const initialised: unknown[] = [];
    const cache = { get: () => undefined };
    const context = contextFrom({
      context: () => ({ user: 'ada' }),
      cache,
      dataSources: () => ({
        posts: { initialize: async (config) => void initialised.push(config) },
        comments: {},
      }),
    });
    const made = await context(overHttp);
    expect(made).toMatchObject({ user: 'ada', dataSources: { posts: {}, comments: {} } });
    expect(initialised).toEqual([{ context: made, cache }]);
    expect(await context(delivery)).toMatchObject({ dataSources: {} });
  });

  it('gives data sources a cache that keeps nothing where there is none', async () => {
    const got: unknown[] = [];
    const context = contextFrom({
      dataSources: () => ({
        posts: {
          initialize: async ({ cache }) => {
            await cache.set('a', '1');
            got.push(await cache.get('a'), await cache.delete('a'));
          },
        },
      }),
    });
    await context(overHttp);
    expect(got).toEqual([undefined, undefined]);
  });

  it.each([
    [() => ({ dataSources: {} }), 'Use the option dataSources, or put them into the context'],
    [() => 'text', 'dataSources need a context that is an object.'],
  ])('rejects a context that takes no data sources', async (context, message) => {
    const built = contextFrom({ context, dataSources: () => ({}) })(overHttp);
    await expect(built).rejects.toThrow(message);
  });
});
