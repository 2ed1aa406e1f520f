import { AuthenticationError, ForbiddenError, formatApolloErrors } from 'apollo-server-errors';
import { buildSchema, GraphQLError, type GraphQLFieldResolver, graphqlSync } from 'graphql';
import { describe, expect, it } from 'vitest';
import { onErrorOf } from './apollo-errors.ts';

const schema = buildSchema('type Query { a(n: Int): Int }');

/** The errors that a query comes to. */
function errorsOf(source: string, a: GraphQLFieldResolver<unknown, unknown> = () => 1) {
  const rootValue = { a: () => a(undefined, {}, undefined, undefined as never) };
  return graphqlSync({ schema, source, rootValue, variableValues: { n: 'x' } }).errors ?? [];
}

const throwing = (thrown: Error) =>
  errorsOf('{ a }', () => {
    throw thrown;
  });

const overHttp = { operationId: null };

describe('onErrorOf', () => {
  it.each([
    ['{', 'GRAPHQL_PARSE_FAILED'],
    ['{ b }', 'GRAPHQL_VALIDATION_FAILED'],
    ['query ($n: Int) { a(n: $n) }', 'BAD_USER_INPUT'],
  ])('says over HTTP that %s is %s', (source, code) => {
    const [error] = onErrorOf({})({ ...overHttp, errors: errorsOf(source) }) ?? [];
    expect(error?.extensions?.code).toBe(code);
    const [onSocket] = onErrorOf({})({ operationId: '1', errors: errorsOf(source) }) ?? [];
    expect(onSocket?.extensions?.code).toBe('INTERNAL_SERVER_ERROR');
  });

  it.each([
    new Error('It fails'),
    new AuthenticationError('Who?'),
    new ForbiddenError('Not you'),
    new GraphQLError('Full', { extensions: { code: 'FULL', limit: 3 } }),
    Object.assign(new Error('Carries'), { field: 'name' }),
    new GraphQLError('Explains', { extensions: { exception: { code: 'X' } } }),
  ])("formats as Apollo Server 2's own errors: %s", (thrown) => {
    const errors = throwing(thrown);
    const own = onErrorOf({})({ ...overHttp, errors });
    const reference = formatApolloErrors(errors);
    expect(JSON.parse(JSON.stringify(own))).toEqual(JSON.parse(JSON.stringify(reference)));
  });

  it('adds the stack trace when it is told to', () => {
    const thrown = new Error('It fails');
    const [error] = onErrorOf({ debug: true })({ ...overHttp, errors: throwing(thrown) }) ?? [];
    expect(error?.extensions?.exception).toEqual({ stacktrace: thrown.stack?.split('\n') });
  });

  it('says why formatError failed when it is told to, else nothing', () => {
    const formatError = () => {
      throw new Error('A bug');
    };
    const errors = throwing(new Error('It fails'));
    const messages = [true, false].map(
      (debug) => onErrorOf({ formatError, debug })({ ...overHttp, errors })?.[0]?.message,
    );
    expect(messages).toEqual(['A bug', 'Internal server error']);
  });
});
