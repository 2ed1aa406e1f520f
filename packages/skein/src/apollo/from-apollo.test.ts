import { createPubSub, withFilter } from '@skein/pubsub';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { TestOperationError, testApp } from '../testing/index.ts';
import { type ApolloSubscriptions, apolloAccess } from './apollo-access.ts';
import type { ApolloContextInput } from './apollo-context.ts';
import type { ApolloOptions } from './apollo-options.ts';
import { fromApollo } from './from-apollo.ts';

interface CommentEvent {
  readonly commentAdded: { readonly repoFullName: string };
}

/** An application as Apollo's documentation writes one; only the import of its pubsub is ours. */
const createOptions = (changes: Partial<ApolloOptions> = {}) => {
  const pubsub = createPubSub();
  const typeDefs = [
    'type Query { user: String fails: String }',
    `type Mutation { addComment(repoFullName: String!, content: String!): Comment }
     type Comment { repoFullName: String content: String }
     type Subscription { commentAdded(repoFullName: String!): Comment user: String }`,
  ];
  const resolvers = {
    Query: {
      user: (_root: unknown, _args: unknown, context: { user?: string }) => context.user,
      fails: () => {
        throw new Error('It fails');
      },
    },
    Mutation: {
      addComment: (_root: unknown, comment: object) => {
        pubsub.publish('COMMENT_ADDED', { commentAdded: comment });
        return comment;
      },
    },
    Subscription: {
      commentAdded: {
        subscribe: withFilter(
          () => pubsub.asyncIterator<CommentEvent>(['COMMENT_ADDED']),
          (payload, variables) => payload.commentAdded.repoFullName === variables.repoFullName,
        ),
      },
      user: {
        subscribe: () => pubsub.asyncIterator('USER'),
        resolve: (_payload: unknown, _args: unknown, context: { user?: string }) => context.user,
      },
    },
  };
  const options: ApolloOptions = {
    typeDefs,
    resolvers,
    pubsub,
    context: ({ req, connection }: ApolloContextInput) =>
      connection ? connection.context : { user: req?.headers.user },
    subscriptions: {
      path: '/subscriptions',
      onConnect: ({ authToken }: { authToken?: string }) => {
        if (authToken === 'bad') throw new Error('Missing auth token!');
        return { user: authToken };
      },
    },
    ...changes,
  };
  return { options, pubsub };
};

const SUBSCRIPTION = 'subscription { commentAdded(repoFullName: "a/b") { content } }';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('fromApollo', () => {
  it('runs subscriptions and filters as they are written', async () => {
    const client = testApp(fromApollo(createOptions().options)).client();
    const comments = client.subscribe(SUBSCRIPTION);
    const add = (name: string) =>
      `mutation { addComment(repoFullName: "${name}", content: "x") { content } }`;
    await client.execute(add('a/b'));
    await client.execute(add('c/d'));
    expect(comments.received).toEqual([{ data: { commentAdded: { content: 'x' } } }]);
  });

  it('makes what onConnect returned the context of the socket, at deliveries too', async () => {
    const { options, pubsub } = createOptions();
    const t = testApp(fromApollo(options));
    const client = t.client({ connectionParams: { authToken: 'ada' } });
    expect(await client.execute('{ user }')).toEqual({ data: { user: 'ada' } });
    const users = client.subscribe('subscription { user }');
    await pubsub.publish('USER');
    expect(users.received).toEqual([{ data: { user: 'ada' } }]);
  });

  it('refuses when onConnect throws', async () => {
    const t = testApp(fromApollo(createOptions().options));
    const client = t.client({ connectionParams: { authToken: 'bad' } });
    await expect(client.connect()).rejects.toThrow('4403: Missing auth token!');
  });

  it('answers and logs when formatError forgets to return', async () => {
    const formatError = () => undefined as never;
    const client = testApp(fromApollo(createOptions({ formatError }).options)).client();
    await expect(client.execute('{ nope }')).rejects.toMatchObject({
      message: 'Internal server error',
      cause: { message: expect.stringContaining('formatError') },
    });
  });

  it('sends errors as formatError has them', async () => {
    const formatError = ({ message }: { message: string }) => ({ message: `[${message}]` });
    const t = testApp(fromApollo(createOptions({ formatError }).options));
    const result = await t.client().execute('{ fails }');
    expect(result.errors).toEqual([{ message: '[It fails]' }]);
  });

  it('takes no subscriptions when they are turned off', async () => {
    const t = testApp(fromApollo(createOptions({ subscriptions: false }).options));
    await expect(t.client().subscribe(SUBSCRIPTION).ready).rejects.toThrow(TestOperationError);
  });

  it.each([
    [undefined, undefined, true],
    [undefined, 'production', false],
    [true, 'production', true],
    [false, undefined, false],
  ])('answers introspection %j with NODE_ENV %j: %j', async (introspection, env, isOpen) => {
    vi.stubEnv('NODE_ENV', env);
    const changes = introspection === undefined ? {} : { introspection };
    const { options } = createOptions(changes);
    const asked = testApp(fromApollo(options)).client().execute('{ __schema { description } }');
    const answered = asked.then(
      () => true,
      () => false,
    );
    expect(await answered).toBe(isOpen);
  });

  it('leaves the token of an upgrade to onConnect, which sees the parameters', async () => {
    const { options } = createOptions();
    const client = testApp(fromApollo(options)).client({
      headers: { authorization: 'Bearer of the upgrade' },
      connectionParams: { authToken: 'ada' },
    });
    expect(await client.execute('{ user }')).toEqual({ data: { user: 'ada' } });
  });

  it('ends a connection when the credentials behind its context end', async () => {
    const { options } = createOptions({ expiresAt: () => 60 });
    const t = testApp(fromApollo(options), { nowMs: 0 });
    const client = t.client();
    const comments = client.subscribe(SUBSCRIPTION);
    await comments.ready;
    await t.advance(61_000);
    await t.publish('COMMENT_ADDED', { commentAdded: { repoFullName: 'a/b' } });
    expect([comments.received, client.isOpen]).toEqual([[], false]);
  });

  it('publishes from onDisconnect', async () => {
    const { options, pubsub } = createOptions();
    const onDisconnect = () => pubsub.publish('USER');
    const t = testApp(
      fromApollo({
        ...options,
        subscriptions: { onConnect: () => ({ user: 'ada' }), onDisconnect },
      }),
    );
    const users = t.client().subscribe('subscription { user }');
    const other = t.client();
    await other.connect();
    await other.disconnect();
    expect(users.received).toEqual([{ data: { user: 'ada' } }]);
  });

  it('takes an access of its own module, and then no hooks beside it', () => {
    const { options } = createOptions();
    const { subscriptions: hooks, ...rest } = options;
    const access = apolloAccess(hooks as ApolloSubscriptions);
    expect(fromApollo({ ...rest, access, subscriptions: { path: '/' } }).access).toBe(access);
    expect(() => fromApollo({ ...options, access, viewer: () => 'ada' })).toThrow(
      'fromApollo takes access, or onConnect, viewer: give them to apolloAccess, which made the access.',
    );
  });

  it.each([
    { subscriptions: '/subscriptions' },
    { subscriptions: true },
    { plugins: [], extensions: [], schemaDirectives: {}, parseOptions: {} },
    { mocks: false, mockEntireSchema: true },
    { persistedQueries: false, cacheControl: false, tracing: false, uploads: false, engine: false },
    { playground: true, cors: { origin: '*' }, logger: console, debug: false },
    { formatResponse: undefined, gateway: null },
  ])('takes %j', (harmless) => {
    const { options } = createOptions();
    expect(() => fromApollo({ ...options, ...harmless } as ApolloOptions)).not.toThrow();
  });

  it.each([
    [{ plugins: [{}] }, 'fromApollo takes no plugins. Apollo Server 2 honours it over HTTP alone'],
    [{ formatResponse: () => null }, 'fromApollo takes no formatResponse.'],
    [{ rootValue: 0 }, 'fromApollo takes no rootValue.'],
    [{ fieldResolver: () => 0 }, 'fromApollo takes no fieldResolver.'],
    [{ schemaDirectives: { upper: class {} } }, 'hand it over as `schema`'],
    [{ mocks: true }, 'fromApollo takes no mocks.'],
    [{ mockEntireSchema: false }, 'fromApollo takes no mockEntireSchema.'],
    [{ persistedQueries: { cache: {} } }, 'fromApollo takes no persistedQueries.'],
    [{ uploads: true }, 'fromApollo takes no uploads.'],
    [{ apollo: { key: 'k' } }, 'Nothing is reported to Apollo Studio.'],
    [{ parseOptions: { experimentalFragmentVariables: true } }, 'takes no parseOptions.'],
    [{ typdefs: '' }, 'fromApollo knows no option "typdefs"'],
    [
      { subscriptions: { onOperation: () => undefined } },
      'subscriptions knows no option "onOperation"',
    ],
    [{ typeDefs: undefined }, 'fromApollo needs typeDefs, modules or a schema.'],
  ])('throws for %j', (wrong, message) => {
    const { options } = createOptions();
    expect(() => fromApollo({ ...options, ...wrong } as ApolloOptions)).toThrow(message);
  });
});
