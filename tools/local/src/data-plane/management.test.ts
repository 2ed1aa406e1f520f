import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { afterEach, describe, expect, it } from 'vitest';
import { parseManagementUrl } from './management.ts';
import { lambdaRoute, startGateway, type TestGateway } from './test-gateway.ts';

let gateway: TestGateway;

afterEach(async () => {
  await gateway?.close();
});

/** A gateway with one open connection. */
async function connected(options: Parameters<typeof startGateway>[1] = {}) {
  const ids: string[] = [];
  const closes: Record<string, unknown>[] = [];
  gateway = await startGateway(
    {
      $connect: lambdaRoute(({ requestContext }) => {
        ids.push(requestContext.connectionId);
      }),
      $disconnect: lambdaRoute(({ requestContext }) => {
        closes.push(requestContext);
      }),
    },
    options,
  );
  const client = await gateway.connect({ client: { headers: { 'User-Agent': 'test/1' } } });
  return { client, closes, connectionId: ids[0] ?? '' };
}

function sdk() {
  return new ApiGatewayManagementApiClient({
    endpoint: gateway.httpUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
}

const NEVER_EXISTED = 'AAAAAAAAAAAAAAA=';

describe('POST', () => {
  it('delivers one text message', async () => {
    const { client, connectionId } = await connected();
    const response = await gateway.manage('POST', connectionId, '{"type":"next","ü":1}');
    expect(response.status).toBe(200);
    expect(await client.next()).toBe('{"type":"next","ü":1}');
  });

  it('delivers in the order of the calls, in whatever order handlers end', async () => {
    const { client, connectionId } = await connected();
    for (const n of ['1', '2', '3']) await gateway.manage('POST', connectionId, n);
    expect([await client.next(), await client.next(), await client.next()]).toEqual([
      '1',
      '2',
      '3',
    ]);
  });

  it('delivers 128 KB as one message, fragmented', async () => {
    const { client, connectionId } = await connected();
    const text = 'ü'.repeat(64 * 1024);
    expect((await gateway.manage('POST', connectionId, text)).status).toBe(200);
    expect(await client.next()).toBe(text);
  });

  it('answers 413 over 128 KB and delivers nothing', async () => {
    const { client, connectionId } = await connected();
    const response = await gateway.manage('POST', connectionId, 'x'.repeat(128 * 1024 + 1));
    expect(response.status).toBe(413);
    expect(response.headers.get('x-amzn-errortype')).toBe('PayloadTooLargeException');
    expect(client.pending()).toBe(0);
  });

  it('answers 410 until $connect has returned', async () => {
    let status = 0;
    gateway = await startGateway({
      $connect: lambdaRoute(async ({ requestContext }) => {
        status = (await gateway.manage('POST', requestContext.connectionId, 'early')).status;
      }),
    });
    await gateway.connect();
    expect(status).toBe(410);
  });

  it('answers 410 once the client has left', async () => {
    const { client, connectionId } = await connected();
    client.socket.close();
    await client.closed;
    const methods = ['POST', 'GET', 'DELETE'];
    const answers = methods.map((method) => gateway.manage(method, connectionId));
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([410, 410, 410]);
  });

  it('answers 410 right after a DELETE, before the client has answered the close', async () => {
    const { client, connectionId } = await connected();
    client.socket.pause();
    await gateway.manage('DELETE', connectionId);
    const methods = ['POST', 'GET', 'DELETE'];
    const answers = methods.map((method) => gateway.manage(method, connectionId));
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([410, 410, 410]);
    client.socket.resume();
  });

  it('answers 429 when the client is too slow for its buffer', async () => {
    const { client, connectionId } = await connected({ limits: { sendBufferBytes: 64 * 1024 } });
    client.socket.pause();
    const text = 'x'.repeat(128 * 1024);
    const statuses = new Set<number>();
    for (let n = 0; n < 200 && !statuses.has(429); n += 1) {
      statuses.add((await gateway.manage('POST', connectionId, text)).status);
    }
    expect([...statuses]).toEqual([200, 429]);
    client.socket.resume();
  });

  it.each([
    [429, 'LimitExceededException'],
    [403, 'ForbiddenException'],
    [500, 'InternalServerError'],
  ])('answers what is programmed: %d', async (status, type) => {
    const { client, connectionId } = await connected({
      intercept: ({ method }) => (method === 'POST' ? status : null),
    });
    const response = await gateway.manage('POST', connectionId, 'x');
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([status, type]);
    expect(client.pending()).toBe(0);
  });

  it.each([
    ['a well-formed id that never existed', NEVER_EXISTED, 410],
    ['a malformed id', 'nonsense', 400],
  ])('answers for %s', async (_, connectionId, status) => {
    gateway = await startGateway({});
    expect((await gateway.manage('POST', connectionId, 'x')).status).toBe(status);
  });
});

describe('GET', () => {
  it('tells when and from where the client connected, and when it was last active', async () => {
    const { connectionId } = await connected();
    const connectedAt = new Date(gateway.clock.nowMs()).toISOString();
    gateway.clock.advance(5000);
    await gateway.manage('POST', connectionId, 'x');
    const response = await gateway.manage('GET', connectionId);
    expect(await response.json()).toEqual({
      connectedAt,
      identity: { sourceIp: '127.0.0.1', userAgent: 'test/1' },
      lastActiveAt: new Date(gateway.clock.nowMs()).toISOString(),
    });
  });

  it('answers 410 for nobody', async () => {
    gateway = await startGateway({});
    expect((await gateway.manage('GET', NEVER_EXISTED)).status).toBe(410);
  });
});

describe('DELETE', () => {
  it('closes with 1000, after everything that was posted before', async () => {
    const { client, closes, connectionId } = await connected();
    await gateway.manage('POST', connectionId, 'last words');
    expect((await gateway.manage('DELETE', connectionId)).status).toBe(204);
    expect(await client.next()).toBe('last words');
    expect(await client.closed).toEqual({ code: 1000, reason: 'Connection Closed Normally' });
    await gateway.plane.close();
    expect(closes).toMatchObject([
      { disconnectStatusCode: 1000, disconnectReason: 'Connection Closed Normally' },
    ]);
  });
});

describe('the SDK', () => {
  it('posts, gets and deletes, with ids encoded its own way', async () => {
    const { client, connectionId } = await connected();
    await sdk().send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: 'hello' }));
    expect(await client.next()).toBe('hello');
    const found = await sdk().send(new GetConnectionCommand({ ConnectionId: connectionId }));
    expect(found.ConnectedAt).toEqual(new Date(gateway.clock.nowMs()));
    expect(found.Identity).toEqual({ SourceIp: '127.0.0.1', UserAgent: 'test/1' });
    await sdk().send(new DeleteConnectionCommand({ ConnectionId: connectionId }));
    expect(await client.closed).toMatchObject({ code: 1000 });
  });

  it('recognises the errors by name', async () => {
    gateway = await startGateway({});
    const post = sdk().send(
      new PostToConnectionCommand({ ConnectionId: NEVER_EXISTED, Data: 'x' }),
    );
    await expect(post).rejects.toMatchObject({
      name: 'GoneException',
      $metadata: { httpStatusCode: 410 },
    });
  });
});

describe('the path', () => {
  it.each([
    ['', 200],
    ['/prod', 200],
    ['/staging', 403],
  ])('%s/@connections answers %d', async (prefix, status) => {
    const { connectionId } = await connected();
    const id = encodeURIComponent(connectionId);
    const response = await fetch(`${gateway.httpUrl}${prefix}/@connections/${id}`);
    expect(response.status).toBe(status);
  });

  it('is read with its @ and the id encoded or not', () => {
    const target = { prefix: '/prod', connectionId: 'L0SM9cOFvHcCIhw=' };
    expect(parseManagementUrl('/prod/%40connections/L0SM9cOFvHcCIhw%3D')).toEqual(target);
    expect(parseManagementUrl('/prod/@connections/L0SM9cOFvHcCIhw=')).toEqual(target);
    expect(parseManagementUrl('/prod/connections/x')).toBeNull();
    expect(parseManagementUrl('/prod/@CONNECTIONS/x')).toBeNull();
    expect(parseManagementUrl('/@connections/%')).toEqual({ prefix: '', connectionId: '%' });
  });
});
