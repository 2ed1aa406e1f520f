import { createPubSub, withFilter } from '@skein/pubsub';
import { describe, expect, it } from 'vitest';
import { type ApolloContextInput, type ApolloOptions, fromApollo } from './from-apollo.ts';
import { TestOperationError, testApp } from './testing/index.ts';

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

  it('gives context the request over HTTP', () => {
    const app = fromApollo(createOptions().options);
    const operation = {
      id: null,
      connectionId: null,
      type: 'query' as const,
      query: '{ user }',
      operationName: null,
      variables: null,
      extensions: null,
    };
    const headers = { user: 'ada' };
    const context = app.context({ phase: 'request', session: null, operation, headers });
    expect(context).toEqual({ user: 'ada' });
  });

  it('copies a context that is a value for each execution', async () => {
    const app = fromApollo(createOptions({ context: { user: 'all' } }).options);
    const input = { phase: 'deliver' as const, session: null };
    expect(app.context(input)).toEqual({ user: 'all' });
    expect(app.context(input)).not.toBe(app.context(input));
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
    [{ plugins: [] }, 'fromApollo knows no option "plugins"'],
    [
      { subscriptions: { onOperation: () => undefined } },
      'subscriptions, knows no option "onOperation"',
    ],
    [{ typeDefs: undefined }, 'fromApollo needs typeDefs, or a schema.'],
  ])('throws for %j', (wrong, message) => {
    const { options } = createOptions();
    expect(() => fromApollo({ ...options, ...wrong } as ApolloOptions)).toThrow(message);
  });
});
