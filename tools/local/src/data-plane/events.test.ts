import { afterEach, describe, expect, it } from 'vitest';
import { type GatewayEvent, lambdaRoute, startGateway, type TestGateway } from './test-gateway.ts';

let gateway: TestGateway;

afterEach(async () => {
  await gateway.close();
});

/** The CONNECT, MESSAGE and DISCONNECT events of one short connection. */
async function lifeOf(options: {
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly definition?: { readonly stageVariables: Record<string, string> };
}): Promise<readonly [GatewayEvent, GatewayEvent, GatewayEvent]> {
  const events: GatewayEvent[] = [];
  const done = Promise.withResolvers<void>();
  const route = lambdaRoute((event) => {
    events.push(event);
    if (event.requestContext.eventType === 'DISCONNECT') done.resolve();
    return { statusCode: 200, body: 'ok' };
  });
  const { path = '', headers = {}, definition = {} } = options;
  const message = { ...route, routeResponse: true };
  gateway = await startGateway(
    { $connect: route, $default: message, $disconnect: route },
    { definition },
  );
  const client = await gateway.connect({ path, client: { headers } });
  gateway.clock.advance(1000);
  client.socket.send('hello');
  await client.next();
  client.socket.close(1000, 'bye');
  await done.promise;
  const [connect, received, disconnect] = events;
  if (!connect || !received || !disconnect) throw new Error('three events were expected');
  return [connect, received, disconnect];
}

/** The manual clock starts at 1,800,000,000,000. */
const CONNECTED_AT = 1_800_000_000_000;
const ID = /^[\w-]{15}=$/;

function commonFields(connectionId: string) {
  const port = new URL(gateway.httpUrl).port;
  return {
    extendedRequestId: expect.stringMatching(ID),
    requestId: expect.stringMatching(ID),
    messageDirection: 'IN',
    stage: 'prod',
    apiId: 'api1234567',
    domainName: `127.0.0.1:${port}`,
    connectionId,
    connectedAt: CONNECTED_AT,
    identity: { sourceIp: '127.0.0.1', userAgent: 'test/1' },
  };
}

describe('events', () => {
  it('CONNECT has headers in the client’s casing, and the query string', async () => {
    const [connect] = await lifeOf({
      path: '?authorization=a%20b&x=1&x=2',
      headers: { 'User-Agent': 'test/1', 'X-MiXed': 'Case' },
    });
    const { connectionId } = connect.requestContext;
    expect(connect).toEqual({
      headers: expect.objectContaining({
        'X-MiXed': 'Case',
        'User-Agent': 'test/1',
        'Sec-WebSocket-Version': '13',
        'X-Forwarded-For': '127.0.0.1',
        'X-Forwarded-Proto': 'http',
      }),
      multiValueHeaders: expect.objectContaining({ 'X-MiXed': ['Case'] }),
      queryStringParameters: { authorization: 'a b', x: '2' },
      multiValueQueryStringParameters: { authorization: ['a b'], x: ['1', '2'] },
      requestContext: {
        ...commonFields(connectionId),
        routeKey: '$connect',
        eventType: 'CONNECT',
        requestTime: '15/Jan/2027:08:00:00 +0000',
        requestTimeEpoch: CONNECTED_AT,
      },
      isBase64Encoded: false,
    });
  });

  it('CONNECT has neither a body, nor query fields without a query, nor headers of the hop', async () => {
    const [connect] = await lifeOf({});
    expect(Object.keys(connect)).toEqual([
      'headers',
      'multiValueHeaders',
      'requestContext',
      'isBase64Encoded',
    ]);
    expect(Object.keys(connect.headers ?? {})).not.toContain('Connection');
    expect(Object.keys(connect.headers ?? {})).not.toContain('Upgrade');
  });

  it('CONNECT has the stage variables', async () => {
    const [connect] = await lifeOf({ definition: { stageVariables: { a: 'b' } } });
    expect(connect).toMatchObject({ stageVariables: { a: 'b' } });
  });

  it('MESSAGE has a message id and the body, no headers and no query string', async () => {
    const [connect, message] = await lifeOf({ path: '?x=1', headers: { 'User-Agent': 'test/1' } });
    const { connectionId } = connect.requestContext;
    expect(message).toEqual({
      requestContext: {
        ...commonFields(connectionId),
        routeKey: '$default',
        eventType: 'MESSAGE',
        messageId: expect.stringMatching(ID),
        requestTime: '15/Jan/2027:08:00:01 +0000',
        requestTimeEpoch: CONNECTED_AT + 1000,
      },
      body: 'hello',
      isBase64Encoded: false,
    });
  });

  it('DISCONNECT has the gateway’s few headers, the code and the reason', async () => {
    const [connect, , disconnect] = await lifeOf({ headers: { 'User-Agent': 'test/1' } });
    const { connectionId } = connect.requestContext;
    const host = new URL(gateway.httpUrl).host;
    expect(disconnect).toEqual({
      headers: { Host: host, 'x-api-key': '', 'X-Forwarded-For': '127.0.0.1', 'x-restapi': '' },
      multiValueHeaders: {
        Host: [host],
        'x-api-key': [''],
        'X-Forwarded-For': ['127.0.0.1'],
        'x-restapi': [''],
      },
      requestContext: {
        ...commonFields(connectionId),
        routeKey: '$disconnect',
        eventType: 'DISCONNECT',
        disconnectStatusCode: 1000,
        disconnectReason: 'bye',
        requestTime: '15/Jan/2027:08:00:01 +0000',
        requestTimeEpoch: CONNECTED_AT + 1000,
      },
      isBase64Encoded: false,
    });
  });

  it('bear ids of their own, and requestId equals extendedRequestId', async () => {
    const life = await lifeOf({});
    const contexts = life.map(({ requestContext }) => requestContext);
    expect(new Set(contexts.map(({ requestId }) => requestId)).size).toBe(3);
    expect(new Set(contexts.map(({ connectionId }) => connectionId)).size).toBe(1);
    for (const context of contexts) expect(context.extendedRequestId).toBe(context.requestId);
  });

  it('leave out the user agent of a client that sends none', async () => {
    const [connect] = await lifeOf({});
    expect(connect.requestContext.identity).toEqual({ sourceIp: '127.0.0.1' });
  });
});
