import { IncomingMessage } from 'node:http';
import { connect, Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  connectRoute,
  type GatewayEvent,
  lambdaRoute,
  startGateway,
  type TestGateway,
} from './test-gateway.ts';

let gateway: TestGateway;

afterEach(async () => {
  await gateway.close();
});

const MINUTE_MS = 60_000;

/** Collects the events of one route. */
function recorder() {
  const events: GatewayEvent[] = [];
  const waiting: Array<(event: GatewayEvent) => void> = [];
  return {
    events,
    route: lambdaRoute((event) => {
      events.push(event);
      waiting.shift()?.(event);
    }),
    next: () => new Promise<GatewayEvent>((resolve) => waiting.push(resolve)),
  };
}

const UPGRADE_HEADERS = {
  host: 'localhost',
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

/** A client's TCP socket that has sent its upgrade request and waits for the answer. */
function rawUpgrade({ httpUrl }: TestGateway): Socket {
  const socket = connect(Number(new URL(httpUrl).port), '127.0.0.1');
  const headers = Object.entries(UPGRADE_HEADERS).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET /prod HTTP/1.1\r\n${headers.join('')}\r\n`);
  return socket;
}

function idOf(event: GatewayEvent | undefined): string {
  if (event === undefined) throw new Error('no event came');
  return event.requestContext.connectionId;
}

describe('$connect', () => {
  it('runs before the upgrade completes', async () => {
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    gateway = await startGateway({
      $connect: lambdaRoute(async () => {
        begun.resolve();
        await gate.promise;
      }),
    });
    let opened = 0;
    const connecting = gateway.connect().then((client) => {
      opened += 1;
      return client;
    });
    await begun.promise;
    await new Promise((resolve) => setImmediate(resolve));
    expect(opened).toBe(0);
    gate.resolve();
    await connecting;
    expect(opened).toBe(1);
  });

  it('passes its subprotocol through, and no other header', async () => {
    gateway = await startGateway({
      $connect: lambdaRoute(() => ({
        statusCode: 200,
        headers: { 'sec-websocket-protocol': 'graphql-ws', 'X-Other': 'dropped' },
        body: 'dropped',
      })),
    });
    const socket = new WebSocket(gateway.wsUrl, ['graphql-transport-ws', 'graphql-ws']);
    const headers = await new Promise<Record<string, unknown>>((resolve) => {
      socket.on('upgrade', (response) => resolve(response.headers));
    });
    expect(headers).toEqual({
      upgrade: 'websocket',
      connection: 'Upgrade',
      'sec-websocket-accept': expect.any(String),
      'sec-websocket-protocol': 'graphql-ws',
    });
  });

  it('answers no subprotocol when it returns none, so that standard clients fail', async () => {
    gateway = await startGateway({ $connect: lambdaRoute(() => undefined) });
    const connecting = gateway.connect({ protocols: 'graphql-transport-ws' });
    await expect(connecting).rejects.toThrow('Server sent no subprotocol');
  });

  it('sends its subprotocol even when none was offered', async () => {
    gateway = await startGateway({ $connect: connectRoute() });
    await expect(gateway.connect()).rejects.toThrow(
      'Server sent a subprotocol but none was requested',
    );
  });

  it('offers no compression', async () => {
    gateway = await startGateway({ $connect: connectRoute() });
    const { socket } = await gateway.connect({ protocols: 'graphql-transport-ws' });
    expect(socket.extensions).toBe('');
  });

  it.each([400, 401, 403, 429, 503])('refuses with its status %d', async (statusCode) => {
    const disconnects = recorder();
    gateway = await startGateway({
      $connect: lambdaRoute(() => ({ statusCode })),
      $disconnect: disconnects.route,
    });
    await expect(gateway.connect()).rejects.toThrow(`Unexpected server response: ${statusCode}`);
    expect(disconnects.events).toEqual([]);
  });

  it.each([
    ['throws', () => Promise.reject(new Error('down'))],
    ['returns no status', () => ({ body: 'no status' })],
    [
      'returns a header that is no token',
      () => ({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'a\r\nb: c' } }),
    ],
  ])('refuses with 502 when it %s', async (_, invoke) => {
    gateway = await startGateway({ $connect: lambdaRoute(invoke) });
    await expect(gateway.connect()).rejects.toThrow('Unexpected server response: 502');
  });

  it('refuses with 504 when it takes more than 29 s', async () => {
    const begun = Promise.withResolvers<void>();
    gateway = await startGateway({
      $connect: lambdaRoute(() => {
        begun.resolve();
        return new Promise(() => undefined);
      }),
    });
    const refused = expect(gateway.connect()).rejects.toThrow('Unexpected server response: 504');
    await begun.promise;
    gateway.clock.advance(29_000);
    await refused;
  });

  it('lets everybody in, without a subprotocol, when the API has no such route', async () => {
    gateway = await startGateway({});
    const { socket } = await gateway.connect();
    expect(socket.protocol).toBe('');
  });

  it.each([
    ['another stage', '/other', 403],
    ['a path below the stage', '/prod/more', 403],
    ['a URL over 4,096 characters', `/prod?${'x'.repeat(4096)}`, 414],
  ])('is not run for %s', async (_, path, status) => {
    const connects = recorder();
    gateway = await startGateway({ $connect: connects.route });
    const socket = new WebSocket(`${gateway.wsUrl.replace('/prod', '')}${path}`);
    const error = await new Promise<Error>((resolve) => socket.on('error', resolve));
    expect(error.message).toBe(`Unexpected server response: ${status}`);
    expect(connects.events).toEqual([]);
  });

  /** A gateway whose `$connect` has begun with this upgrade, and what lets it end. */
  async function pendingConnect(begin: (pending: TestGateway) => void) {
    const disconnects = recorder();
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    gateway = await startGateway({
      $connect: lambdaRoute(async () => {
        begun.resolve();
        await gate.promise;
      }),
      $disconnect: disconnects.route,
    });
    const disconnected = disconnects.next();
    begin(gateway);
    await begun.promise;
    return { finish: gate.resolve, disconnected };
  }

  it('is followed by $disconnect 1006 when the client left meanwhile', async () => {
    const sockets: Socket[] = [];
    const { finish, disconnected } = await pendingConnect((pending) => {
      sockets.push(rawUpgrade(pending));
    });
    for (const socket of sockets) socket.destroy();
    finish();
    expect((await disconnected).requestContext).toMatchObject({ disconnectStatusCode: 1006 });
  });

  it('is followed by $disconnect 1006 when its socket broke meanwhile', async () => {
    const socket = new PassThrough();
    const { finish, disconnected } = await pendingConnect(({ plane }) => {
      const request = new IncomingMessage(new Socket());
      Object.assign(request, { method: 'GET', url: '/prod', headers: UPGRADE_HEADERS });
      plane.upgrade(request, socket, Buffer.alloc(0));
    });
    socket.destroy();
    finish();
    expect((await disconnected).requestContext).toMatchObject({ disconnectStatusCode: 1006 });
  });
});

describe('routing', () => {
  it('chooses the route by the message type, and $default for the rest', async () => {
    const seen: string[] = [];
    const record = (event: GatewayEvent) => {
      seen.push(`${event.requestContext.routeKey} <- ${event.body}`);
      return { statusCode: 200, body: 'done' };
    };
    const route = lambdaRoute(record, { routeResponse: true });
    gateway = await startGateway({ ping: route, $default: route });
    const client = await gateway.connect();
    for (const text of ['{"type":"ping"}', '{"type":"other"}', 'not json', '{"type":"$connect"}']) {
      client.socket.send(text);
      await client.next();
    }
    expect(seen).toEqual([
      'ping <- {"type":"ping"}',
      '$default <- {"type":"other"}',
      '$default <- not json',
      '$default <- {"type":"$connect"}',
    ]);
  });

  it('answers Forbidden when neither the route nor $default exists', async () => {
    gateway = await startGateway({});
    const client = await gateway.connect();
    client.socket.send('{"type":"other"}');
    expect(JSON.parse(await client.next())).toEqual({
      message: 'Forbidden',
      connectionId: expect.stringMatching(/=$/),
      requestId: expect.stringMatching(/=$/),
    });
  });

  it('handles messages of one connection concurrently', async () => {
    const gates = new Map([1, 2, 3].map((n) => [String(n), Promise.withResolvers<void>()]));
    const all = Promise.withResolvers<void>();
    let running = 0;
    gateway = await startGateway({
      $default: lambdaRoute(
        async ({ body = '' }) => {
          running += 1;
          if (running === 3) all.resolve();
          await gates.get(body)?.promise;
          return { statusCode: 200, body: `done ${body}` };
        },
        { routeResponse: true },
      ),
    });
    const client = await gateway.connect();
    for (const text of gates.keys()) client.socket.send(text);
    await all.promise;
    const order: string[] = [];
    for (const n of ['3', '1', '2']) {
      gates.get(n)?.resolve();
      order.push(await client.next());
    }
    expect(order).toEqual(['done 3', 'done 1', 'done 2']);
  });
});

describe('route responses', () => {
  const answer = { statusCode: 200, body: '{"type":"pong"}' };

  it('sends the body on a two-way route', async () => {
    gateway = await startGateway({ $default: lambdaRoute(() => answer, { routeResponse: true }) });
    const client = await gateway.connect();
    client.socket.send('x');
    expect(await client.next()).toBe('{"type":"pong"}');
  });

  it('drops the body on a one-way route', async () => {
    const twoWay = lambdaRoute(() => ({ statusCode: 200, body: 'end' }), { routeResponse: true });
    gateway = await startGateway({ $default: lambdaRoute(() => answer), end: twoWay });
    const client = await gateway.connect();
    client.socket.send('x');
    client.socket.send('{"type":"end"}');
    expect(await client.next()).toBe('end');
  });

  it('sends an empty message when a two-way route returns no body', async () => {
    gateway = await startGateway({
      $default: lambdaRoute(() => undefined, { routeResponse: true }),
    });
    const client = await gateway.connect();
    client.socket.send('x');
    expect(await client.next()).toBe('');
  });

  it('sends the body whatever the status, one-way nothing', async () => {
    const refused = { statusCode: 500, body: 'refused' };
    gateway = await startGateway({
      $default: lambdaRoute(() => refused),
      two: lambdaRoute(() => refused, { routeResponse: true }),
    });
    const client = await gateway.connect();
    client.socket.send('x');
    client.socket.send('{"type":"two"}');
    expect(await client.next()).toBe('refused');
    expect(client.pending()).toBe(0);
  });

  it('decodes a base64 body', async () => {
    const body = Buffer.from('ü').toString('base64');
    const encoded = { statusCode: 200, body, isBase64Encoded: true };
    gateway = await startGateway({ $default: lambdaRoute(() => encoded, { routeResponse: true }) });
    const client = await gateway.connect();
    client.socket.send('x');
    expect(await client.next()).toBe('ü');
  });

  it('answers a MOCK route without a Lambda', async () => {
    gateway = await startGateway({
      ping: {
        integration: {
          kind: 'mock',
          requestTemplates: { $default: '{"statusCode":200}' },
          responses: [{ key: '$default', templates: { $default: '{"type":"pong"}' } }],
        },
        routeResponse: true,
      },
    });
    const client = await gateway.connect();
    client.socket.send('{"type":"ping","payload":{"a":1}}');
    expect(await client.next()).toBe('{"type":"pong"}');
  });

  it('sends nothing of a MOCK route without a route response', async () => {
    const integration = {
      kind: 'mock' as const,
      responses: [{ key: '$default', templates: { $default: '{"type":"pong"}' } }],
    };
    const end = lambdaRoute(() => ({ statusCode: 200, body: 'end' }), { routeResponse: true });
    gateway = await startGateway({ ping: { integration, routeResponse: false }, $default: end });
    const client = await gateway.connect();
    client.socket.send('{"type":"ping"}');
    client.socket.send('x');
    expect(await client.next()).toBe('end');
  });
});

describe('a Lambda that fails on a message', () => {
  it.each([
    ['throws', () => Promise.reject(new Error('boom'))],
    ['answers without a status', () => 'boom'],
  ])('sends the error frame when it %s, and keeps the connection', async (_, invoke) => {
    gateway = await startGateway({
      $default: lambdaRoute(invoke),
      ok: lambdaRoute(() => ({ statusCode: 200, body: 'alive' }), { routeResponse: true }),
    });
    const client = await gateway.connect();
    client.socket.send('x');
    const frame = await client.next();
    expect(JSON.parse(frame)).toEqual({
      message: 'Internal server error',
      connectionId: expect.any(String),
      requestId: expect.any(String),
    });
    expect(Object.keys(JSON.parse(frame))).toEqual(['message', 'connectionId', 'requestId']);
    client.socket.send('{"type":"ok"}');
    expect(await client.next()).toBe('alive');
  });

  it('sends the error frame after the 29 s of the integration timeout, and drops the late answer', async () => {
    const begun = Promise.withResolvers<void>();
    const late = Promise.withResolvers<unknown>();
    gateway = await startGateway({
      $default: lambdaRoute(
        () => {
          begun.resolve();
          return late.promise;
        },
        { routeResponse: true },
      ),
    });
    const client = await gateway.connect();
    client.socket.send('x');
    await begun.promise;
    gateway.clock.advance(28_999);
    expect(client.pending()).toBe(0);
    gateway.clock.advance(1);
    expect(JSON.parse(await client.next())).toMatchObject({ message: 'Internal server error' });
    late.resolve({ statusCode: 200, body: 'late' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(client.pending()).toBe(0);
  });

  it('sends the error frame with the id of the request that failed', async () => {
    const messages = recorder();
    gateway = await startGateway({
      $default: lambdaRoute((event) => {
        messages.events.push(event);
        throw new Error('boom');
      }),
    });
    const client = await gateway.connect();
    client.socket.send('x');
    const { requestId, connectionId } = JSON.parse(await client.next());
    expect(messages.events[0]?.requestContext).toMatchObject({ requestId, connectionId });
  });
});

describe('limits', () => {
  const echo = lambdaRoute(({ body = '' }) => ({ statusCode: 200, body: `${body.length}` }), {
    routeResponse: true,
  });

  it('takes a frame of exactly 32 KB', async () => {
    gateway = await startGateway({ $default: echo });
    const client = await gateway.connect();
    client.socket.send('x'.repeat(32 * 1024));
    expect(await client.next()).toBe('32768');
  });

  it('closes with 1009 on a frame over 32 KB, and delivers it to no route', async () => {
    const messages = recorder();
    const disconnects = recorder();
    gateway = await startGateway({ $default: messages.route, $disconnect: disconnects.route });
    const disconnected = disconnects.next();
    const client = await gateway.connect();
    client.socket.send('x'.repeat(32 * 1024 + 1));
    expect(await client.closed).toMatchObject({ code: 1009 });
    expect((await disconnected).requestContext).toMatchObject({ disconnectStatusCode: 1009 });
    expect(messages.events).toEqual([]);
  });

  it('takes a message of 128 KB in four frames, and closes with 1009 on one byte more', async () => {
    gateway = await startGateway({ $default: echo });
    const client = await gateway.connect();
    const frame = 'x'.repeat(32 * 1024);
    for (const fin of [false, false, false, true]) client.socket.send(frame, { fin });
    expect(await client.next()).toBe('131072');
    for (const fin of [false, false, false, false]) client.socket.send(frame, { fin });
    client.socket.send('x', { fin: true });
    expect(await client.closed).toMatchObject({ code: 1009 });
  });

  it('closes with 1003 on a binary frame', async () => {
    const messages = recorder();
    gateway = await startGateway({ $default: messages.route });
    const client = await gateway.connect();
    client.socket.send(Buffer.from('binary'));
    expect(await client.closed).toMatchObject({ code: 1003 });
    expect(messages.events).toEqual([]);
  });

  it('closes with 1001 after 10 minutes without a message', async () => {
    const disconnects = recorder();
    gateway = await startGateway({ $disconnect: disconnects.route });
    const disconnected = disconnects.next();
    const client = await gateway.connect();
    gateway.clock.advance(10 * MINUTE_MS);
    expect(await client.closed).toEqual({ code: 1001, reason: 'Going away' });
    expect((await disconnected).requestContext).toMatchObject({
      disconnectStatusCode: 1001,
      disconnectReason: 'Going away',
    });
  });

  it.each(['inbound', 'posted'])('starts the 10 minutes anew at a message (%s)', async (way) => {
    const connects = recorder();
    const messages = recorder();
    gateway = await startGateway({ $connect: connects.route, $default: messages.route });
    const client = await gateway.connect();
    gateway.clock.advance(9 * MINUTE_MS);
    const received = messages.next();
    if (way === 'inbound') client.socket.send('x');
    else await gateway.manage('POST', idOf(connects.events[0]), 'x');
    await (way === 'inbound' ? received : client.next());
    await new Promise((resolve) => setImmediate(resolve)); // the route has answered: its timer is off
    gateway.clock.advance(9 * MINUTE_MS);
    expect((await gateway.manage('GET', idOf(connects.events[0]))).status).toBe(200);
    gateway.clock.advance(MINUTE_MS);
    expect(await client.closed).toMatchObject({ code: 1001 });
  });

  it('answers RFC 6455 pings, which do not count as messages', async () => {
    gateway = await startGateway({});
    const client = await gateway.connect();
    gateway.clock.advance(9 * MINUTE_MS);
    const pong = new Promise((resolve) => client.socket.once('pong', resolve));
    client.socket.ping();
    await pong;
    gateway.clock.advance(MINUTE_MS);
    expect(await client.closed).toMatchObject({ code: 1001 });
  });

  it('closes with 1001 after 2 hours, however busy', async () => {
    gateway = await startGateway({ $default: echo });
    const client = await gateway.connect();
    for (let minute = 0; minute < 120; minute += 8) {
      client.socket.send('x');
      await client.next();
      gateway.clock.advance(8 * MINUTE_MS);
    }
    expect(await client.closed).toEqual({ code: 1001, reason: 'Going away' });
  });
});

describe('$disconnect', () => {
  it.each<[string, [code?: number, reason?: string], number, string]>([
    ['a code and a reason', [4004, 'bad response'], 4004, 'bad response'],
    ['1000 without a reason', [1000], 1000, 'Connection Closed Normally'],
    ['no code', [], 1005, 'Client-side close frame status not set'],
  ])('reports a client that closes with %s', async (_, args, code, reason) => {
    const disconnects = recorder();
    gateway = await startGateway({ $disconnect: disconnects.route });
    const disconnected = disconnects.next();
    const client = await gateway.connect();
    client.socket.close(...args);
    expect((await disconnected).requestContext).toMatchObject({
      disconnectStatusCode: code,
      disconnectReason: reason,
    });
  });

  it('reports 1006 for a connection that breaks', async () => {
    const disconnects = recorder();
    gateway = await startGateway({ $disconnect: disconnects.route });
    const disconnected = disconnects.next();
    const client = await gateway.connect();
    client.socket.terminate();
    expect((await disconnected).requestContext).toMatchObject({ disconnectStatusCode: 1006 });
  });

  it('comes once', async () => {
    const disconnects = recorder();
    gateway = await startGateway({ $disconnect: disconnects.route });
    const client = await gateway.connect();
    client.socket.close(1000);
    await client.closed;
    await gateway.plane.close();
    expect(disconnects.events).toHaveLength(1);
  });
});

describe('close', () => {
  it('closes every connection with 1001 and waits for its $disconnect', async () => {
    const disconnects = recorder();
    gateway = await startGateway({ $disconnect: disconnects.route });
    const client = await gateway.connect();
    await gateway.plane.close();
    expect(await client.closed).toEqual({ code: 1001, reason: 'Going away' });
    expect(disconnects.events).toHaveLength(1);
  });

  it('lets nobody in any more: neither new clients, nor those whose $connect ends meanwhile', async () => {
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    gateway = await startGateway({
      $connect: lambdaRoute(async () => {
        begun.resolve();
        await gate.promise;
      }),
    });
    const pending = gateway.connect();
    await begun.promise;
    const closing = gateway.plane.close();
    await expect(gateway.connect()).rejects.toThrow('Unexpected server response: 503');
    gate.resolve();
    expect(await (await pending).closed).toEqual({ code: 1001, reason: 'Going away' });
    await closing;
  });

  it('drops a client whose $connect outlasts the grace', async () => {
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    gateway = await startGateway({
      $connect: lambdaRoute(async () => {
        begun.resolve();
        await gate.promise;
      }),
    });
    const socket = rawUpgrade(gateway);
    await begun.promise;
    await gateway.plane.close({ graceMs: 1 });
    const closed = new Promise((resolve) => socket.resume().on('close', resolve));
    gate.resolve();
    await closed;
  });
});
