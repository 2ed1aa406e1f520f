import { describe, expect, it } from 'vitest';
import { createHttp } from './http.ts';
import { createLog } from './log.ts';
import { httpEvent } from './testing/aws-events.ts';
import { createTestApp, type TestApp } from './testing/test-app.ts';

const log = createLog({ level: 'silent', app: 'graphql' });

const createServer = (changes: Partial<TestApp> = {}) =>
  createHttp({ app: createTestApp(changes), log, nowMs: () => Date.now() });

const post = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  httpEvent({
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const get = (search: string) => httpEvent({ method: 'GET', headers: {}, rawQueryString: search });

const answerOf = async (event: ReturnType<typeof post>, changes: Partial<TestApp> = {}) => {
  const { statusCode, body } = await createServer(changes)(event);
  return { statusCode, body: body === '' ? null : JSON.parse(body) };
};

describe('createHttp', () => {
  it('runs a query as the viewer of the token', async () => {
    const event = post({ query: '{ viewer }' }, { Authorization: 'Bearer ada' });
    expect(await answerOf(event)).toEqual({ statusCode: 200, body: { data: { viewer: 'ada' } } });
  });

  it('runs a query as nobody when there is no token', async () => {
    const body = { data: { viewer: null } };
    expect(await answerOf(post({ query: '{ viewer }' }))).toEqual({ statusCode: 200, body });
  });

  it('answers 401 with the reason when the token is refused', async () => {
    const answer = await createServer()(post({ query: '{ viewer }' }, { authorization: 'bad' }));
    expect(answer).toMatchObject({
      statusCode: 401,
      headers: { 'www-authenticate': 'Bearer' },
      body: '{"errors":[{"message":"Bad token"}]}',
    });
  });

  it('takes a body in base64', async () => {
    const body = Buffer.from('{"query":"{ echo(text: \\"ü\\") }"}').toString('base64');
    const event = httpEvent({ body, isBase64Encoded: true });
    expect((await answerOf(event)).body).toEqual({ data: { echo: 'ü' } });
  });

  it('takes a query by GET, a question mark in it included', async () => {
    const search = 'query=query($t:String!){echo(text:$t)}&variables={"t":"a?b"}';
    expect((await answerOf(get(search))).body).toEqual({ data: { echo: 'a?b' } });
  });

  it('refuses a mutation by GET', async () => {
    const event = get(`query=${encodeURIComponent('mutation { announce(text: "x") }')}`);
    expect(await answerOf(event)).toMatchObject({ statusCode: 405 });
  });

  it.each([
    ['a syntax error', '{', 'Syntax Error'],
    ['an invalid document', '{ nothing }', 'Cannot query field "nothing"'],
    ['a subscription', 'subscription { announced }', 'Subscriptions need a WebSocket.'],
    ['no such operation', 'query A { viewer }', 'Unknown operation.'],
    ['too many tokens', `{ ${'viewer '.repeat(100)} }`, '100 tokens'],
  ])('answers an error of %s', async (_what, query, message) => {
    const { body } = await answerOf(
      post({ query, operationName: query.includes(' A ') ? 'B' : null }),
    );
    expect(body).toEqual({
      errors: [expect.objectContaining({ message: expect.stringContaining(message) })],
    });
  });

  it('answers an error when the context throws', async () => {
    const context = () => {
      throw new Error('No context');
    };
    const { body } = await answerOf(post({ query: '{ viewer }' }), { context });
    expect(body).toEqual({ errors: [{ message: 'No context' }] });
  });

  it('sends errors as onError has them', async () => {
    const onError: TestApp['onError'] = ({ errors }) =>
      errors.map(({ message }) => ({ message: `hidden ${message.length}` }));
    const { body } = await answerOf(post({ query: '{ fails }' }), { onError });
    expect(body).toEqual({ data: { fails: null }, errors: [{ message: 'hidden 8' }] });
  });

  it('gives the context the headers and the operation', async () => {
    const seen: unknown[] = [];
    const context = (input: unknown) => void seen.push(input);
    const variables = { t: 'x' };
    const query = 'query Q($t: String!) { echo(text: $t) }';
    await answerOf(post({ query, variables }, { 'X-Tenant': 'acme' }), { context });
    expect(seen).toMatchObject([
      {
        phase: 'request',
        headers: { 'x-tenant': 'acme' },
        operation: { id: null, connectionId: null, type: 'query', query, variables },
      },
    ]);
  });
});
