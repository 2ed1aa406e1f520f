import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { FUNCTION_NAMES, type FunctionName } from './functions.ts';
import { type LocalSystem, StartError, type StartLocalOptions, startLocal } from './index.ts';

// Small handlers stand for the real zips, so that what is tested here is the system around them.
const HANDLERS: Readonly<Record<FunctionName, string>> = {
  connect: `
    export const handler = async () => ({
      statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'graphql-transport-ws' },
    });`,
  // Answers "env" with its variables' names; anything else it posts back as the result of an operation.
  message: `
    export const handler = async ({ requestContext: { connectionId }, body }) => {
      const text = body === 'env' ? JSON.stringify(process.env)
        : JSON.stringify({ id: JSON.parse(body).id, type: 'next', payload: {} });
      const url = process.env.CONNECTIONS_URL + '/@connections/' + encodeURIComponent(connectionId);
      await fetch(url, { method: 'POST', body: text });
      return { statusCode: 200 };
    };`,
  disconnect: `
    export const handler = async ({ requestContext }) => {
      console.log('gone ' + requestContext.disconnectStatusCode);
      return { statusCode: 200 };
    };`,
  publisher: `
    export const handler = async ({ Records: [{ Sns }] }) => {
      console.log('event ' + Sns.Message);
      if (Sns.Message === 'bad') throw new Error('bad event');
    };`,
  fanout: 'export const handler = async () => ({ batchItemFailures: [] });',
  graphql: `
    export const handler = async (event) => ({
      statusCode: 200,
      headers: { 'Content-Type': 'application/graphql-response+json' },
      body: JSON.stringify({ method: event.requestContext.http.method, body: event.body ?? null, query: event.rawQueryString }),
    });`,
};

let folder: string;
let distDir: string;
const systems: LocalSystem[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skein-local-test-'));
  distDir = join(folder, 'dist');
  await writeZips(distDir, FUNCTION_NAMES);
});
afterEach(async () => {
  await Promise.all(systems.splice(0).map((system) => system.close()));
});
afterAll(() => rm(folder, { recursive: true }));

async function writeZips(directory: string, names: readonly FunctionName[]): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const name of names) {
    const zip = zipSync({ 'index.mjs': strToU8(HANDLERS[name]) });
    await writeFile(join(directory, `${name}.zip`), zip);
  }
}

/** A system on a free port, and the lines that it printed. */
async function start(options: StartLocalOptions = {}) {
  const lines: string[] = [];
  const print = (line: string) => lines.push(line);
  const system = await startLocal({ port: 0, distDir, tickMs: null, print, ...options });
  systems.push(system);
  return { system, lines, origin: new URL(system.url).origin };
}

async function open(system: LocalSystem): Promise<WebSocket> {
  const socket = new WebSocket(system.subscriptionsUrl, 'graphql-transport-ws');
  await once(socket, 'open');
  return socket;
}

async function nextText(socket: WebSocket): Promise<string> {
  const [data] = await once(socket, 'message');
  return String(data);
}

describe('startLocal', () => {
  it('serves GraphQL over HTTP by the graphql zip', async () => {
    const { system } = await start();
    const body = '{"query":"{ version }"}';
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(system.url, { method: 'POST', headers, body });
    expect(response.headers.get('content-type')).toBe('application/graphql-response+json');
    expect(await response.json()).toEqual({ method: 'POST', body, query: '' });
    const get = await fetch(`${system.url}?query=%7Bversion%7D`);
    expect(await get.json()).toEqual({ method: 'GET', body: null, query: 'query=%7Bversion%7D' });
    expect((await fetch(system.url, { method: 'OPTIONS' })).status).toBe(204);
  });

  it('carries a message from a socket to its Lambda, and its post back to the socket', async () => {
    const { system } = await start();
    const socket = await open(system);
    expect(socket.protocol).toBe('graphql-transport-ws');
    socket.send('{"type":"subscribe","id":"1","payload":{}}');
    expect(await nextText(socket)).toBe('{"id":"1","type":"next","payload":{}}');
  });

  it('answers pings without a Lambda', async () => {
    const { system } = await start();
    const socket = await open(system);
    socket.send('{"type":"ping"}');
    expect(await nextText(socket)).toBe('{"type":"pong"}');
  });

  it('gives each Lambda its own variables alone', async () => {
    const { system } = await start({ variables: { DATABASE_URL: 'mine' } });
    const socket = await open(system);
    socket.send('env');
    const variables = JSON.parse(await nextText(socket));
    const names = Object.keys(variables).filter((name) => !name.startsWith('AWS_'));
    expect(names.sort()).toEqual([
      'AUTH_AUDIENCE',
      'AUTH_ISSUER',
      'AUTH_JWKS_URL',
      'CONNECTIONS_URL',
      'DATABASE_URL',
      'EVENTS_TOPIC_ARN',
      'LAMBDA_TASK_ROOT',
      'LOG_LEVEL',
      'TABLE_NAME',
      'TZ',
      '_HANDLER',
    ]);
  });

  it('publishes to the SNS topic what comes to /dev/publish, as it is', async () => {
    const { lines, origin } = await start();
    const response = await fetch(`${origin}/dev/publish`, { method: 'POST', body: 'not {json' });
    expect([response.status, await response.json()]).toEqual([
      202,
      { messageId: expect.any(String) },
    ]);
    await expect.poll(() => lines).toContain('[publisher] event not {json');
  });

  it('publishes what publish() is given', async () => {
    const { system, lines } = await start();
    await system.publish({ topic: 'A' });
    await system.publish('text');
    await expect.poll(() => lines).toContain('[publisher] event {"topic":"A"}');
    await expect.poll(() => lines).toContain('[publisher] event text');
  });

  it('runs a failing event once more', async () => {
    const { system, lines } = await start();
    await system.publish('bad');
    const runs = () => lines.filter((line) => line === '[publisher] event bad').length;
    await expect.poll(runs, { timeout: 5000 }).toBe(2);
  });

  it('counts up through the topic when it ticks', async () => {
    const { lines } = await start({ tickMs: 20 });
    const event = (n: number) =>
      `[publisher] event {"topic":"NUMBER_INCREMENTED","payload":{"numberIncremented":${n}}}`;
    await expect.poll(() => lines).toContain(event(1));
    await expect.poll(() => lines).toContain(event(3));
  });

  it('signs tokens that its key set verifies', async () => {
    const { origin } = await start();
    const token = await (await fetch(`${origin}/dev/token/al%20ice`)).text();
    const keys = createRemoteJWKSet(new URL(`${origin}/dev/jwks.json`));
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      issuer: 'https://skein.local',
      audience: 'skein',
    });
    expect(payload.sub).toBe('al ice');
    expect(protectedHeader).toMatchObject({ alg: 'ES256', kid: expect.any(String) });
    const expired = await (await fetch(`${origin}/dev/token/alice?expiresIn=-60`)).text();
    await expect(jwtVerify(expired, keys)).rejects.toThrow(/exp/);
    expect((await fetch(`${origin}/dev/token/alice?expiresIn=soon`)).status).toBe(400);
    expect((await fetch(`${origin}/dev/token/`)).status).toBe(400);
  });

  it('streams what is connected and delivered', async () => {
    const { system, origin } = await start();
    const response = await fetch(`${origin}/dev/activity`);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const events = snapshots(response);
    expect((await events.next()).value).toEqual({
      connections: [],
      totals: { connected: 0, delivered: 0, closed: 0 },
    });
    const socket = await open(system);
    socket.send('{"type":"subscribe","id":"1","payload":{"query":"subscription Watch { a }"}}');
    await nextText(socket);
    for await (const snapshot of events) {
      if (snapshot.totals.delivered === 1) {
        expect(snapshot.connections).toMatchObject([
          { subprotocol: 'graphql-transport-ws', operations: [{ id: '1', name: 'Watch' }] },
        ]);
        break;
      }
    }
  });

  it('is up, and has a page', async () => {
    const { origin } = await start();
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    const page = await fetch(origin);
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect((await fetch(`${origin}/none`)).status).toBe(404);
    expect((await fetch(`${origin}/%2e%2e/package.json`)).status).toBe(404);
  });

  it('answers a client that offers HTTP/2 as if it had not', async () => {
    const { origin } = await start();
    const headers = { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c' };
    expect(await statusOf(`${origin}/healthz`, headers)).toBe(200);
  });

  it('answers on the paths that it is given', async () => {
    const { system, origin } = await start({ path: '/api', subscriptionsPath: '/live' });
    expect(system.url).toBe(`${origin}/api`);
    expect((await fetch(system.url)).status).toBe(200);
    const socket = await open(system);
    expect(socket.url).toMatch(/\/live$/);
  });

  it('refuses requests and sockets under the name of another machine', async () => {
    const { system, origin } = await start();
    const rebound = { headers: { Host: 'evil.example' } };
    expect(await statusOf(`${origin}/dev/token/a`, rebound.headers)).toBe(403);
    const socket = new WebSocket(system.subscriptionsUrl, [], rebound);
    const [error] = await once(socket, 'error');
    expect(String(error)).toContain('socket hang up');
  });

  it('closes no socket for the page of another machine, however @connections is spelt', async () => {
    const { system, origin } = await start();
    const socket = await open(system);
    socket.send('{"type":"subscribe","id":"1","payload":{}}');
    await nextText(socket);
    const { value } = await snapshots(await fetch(`${origin}/dev/activity`)).next();
    const [{ connectionId }] = value.connections;
    for (const name of ['@connections', '%40connections', '@CONNECTIONS', '%40Connections']) {
      const response = await fetch(`${origin}/${name}/${encodeURIComponent(connectionId)}`, {
        method: 'DELETE',
        headers: { Origin: 'https://evil.example' },
      });
      expect([403, 404]).toContain(response.status);
    }
    expect(socket.readyState).toBe(WebSocket.OPEN);
  });

  it.each(['//', '//?query=a', 'http://[/'])('answers 400 to %s, which is no URL', async (path) => {
    const { origin, lines } = await start();
    expect(await statusOf(origin, {}, path)).toBe(400);
    expect(lines).toEqual([]);
  });

  it.each(['/dev/publish', '/@connections/AAAAAAAAAAAAAAA%3D'])(
    'refuses %s to pages of other machines',
    async (path) => {
      const { origin } = await start();
      const post = (from: string) =>
        fetch(`${origin}${path}`, { method: 'POST', body: 'x', headers: { Origin: from } });
      expect((await post('https://evil.example')).status).toBe(403);
      expect((await post('http://localhost:3000')).status).not.toBe(403);
    },
  );
});

/** For headers and paths that fetch does not send. */
function statusOf(
  url: string,
  headers: Record<string, string>,
  path = new URL(url).pathname,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const answered = request(url, { headers, path }, ({ statusCode }) => resolve(statusCode));
    answered.on('error', reject).end();
  });
}

async function* snapshots(response: Response) {
  for await (const { event, data } of serverEvents(response)) if (event === 'snapshot') yield data;
}

async function* serverEvents(response: Response) {
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString();
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const one of events) {
      const [, event, data = ''] = /^event: (\w+)\ndata: (.*)$/.exec(one) ?? [];
      yield { event, data: JSON.parse(data) };
    }
  }
}

describe("an application of one's own", () => {
  const ownZips = async (message: string) => {
    const own = await mkdtemp(join(folder, 'own-'));
    await writeZips(own, FUNCTION_NAMES);
    await writeFile(join(own, 'message.zip'), zipSync({ 'index.mjs': strToU8(message) }));
    return own;
  };

  it('gets no tokens that it would refuse', async () => {
    const { origin } = await start({
      distDir: await ownZips(HANDLERS.message),
      application: { name: 'chat', schema: 'type A' },
    });
    const response = await fetch(`${origin}/dev/token/ada`);
    expect([response.status, await response.json()]).toEqual([
      404,
      {
        message: expect.stringMatching(
          /does not read the AUTH_JWKS_URL of the local system, so it would refuse/,
        ),
      },
    ]);
  });

  it('gets tokens where it asks for their keys, and tells the page its schema', async () => {
    const message = `const url = process.env.AUTH_JWKS_URL; export const handler = async () => url;`;
    const { origin } = await start({
      distDir: await ownZips(message),
      application: { name: 'chat', schema: 'type A' },
    });
    expect((await fetch(`${origin}/dev/token/ada`)).status).toBe(200);
    const events = serverEvents(await fetch(`${origin}/dev/activity`));
    expect((await events.next()).value).toEqual({
      event: 'application',
      data: { name: 'chat', schema: 'type A', takesTokens: true },
    });
  });
});

describe('reload', () => {
  const GREETING = (text: string) => `
    export const handler = async ({ requestContext: { connectionId } }) => {
      const url = process.env.CONNECTIONS_URL + '/@connections/' + encodeURIComponent(connectionId);
      await fetch(url, { method: 'POST', body: '${text} ' + process.env.MINE });
      return { statusCode: 200 };
    };`;
  const write = (own: string, source: string) =>
    writeFile(join(own, 'message.zip'), zipSync({ 'index.mjs': strToU8(source) }));

  const startOwn = async () => {
    const own = await mkdtemp(join(folder, 'reloaded-'));
    await writeZips(own, FUNCTION_NAMES);
    await write(own, GREETING('old'));
    const started = await start({
      distDir: own,
      application: { name: 'chat', schema: 'type Old' },
      variables: { MINE: '1' },
    });
    return { ...started, own, socket: await open(started.system) };
  };
  const ask = async (socket: WebSocket) => {
    socket.send('{}');
    return nextText(socket);
  };

  it('runs new code in the functions that have changed, and keeps sockets and variables', async () => {
    const { system, own, socket, origin } = await startOwn();
    expect(await ask(socket)).toBe('old 1');
    const events = serverEvents(await fetch(`${origin}/dev/activity`));
    await events.next();
    await write(own, GREETING('new'));
    expect(await system.reload({ application: { name: 'chat', schema: 'type New' } })).toEqual({
      functions: ['message'],
      sockets: 1,
    });
    expect(await ask(socket)).toBe('new 1');
    for await (const { event, data } of events) {
      if (event !== 'application') continue;
      expect(data).toMatchObject({ schema: 'type New' });
      break;
    }
  });

  it('gives every function other variables', async () => {
    const { system, socket } = await startOwn();
    const { functions } = await system.reload({ variables: { MINE: '2' } });
    expect(functions).toEqual(FUNCTION_NAMES);
    expect(await ask(socket)).toBe('old 2');
    expect(await system.reload()).toEqual({ functions: [], sockets: 1 });
    expect(await ask(socket)).toBe('old 2');
  });

  it('changes nothing when new code does not load, and says why', async () => {
    const { system, own, socket } = await startOwn();
    await write(own, `throw new TypeError('half a thought');`);
    await expect(system.reload({ variables: { MINE: '2' } })).rejects.toThrow(
      /^message does not load: TypeError: half a thought\n.*index\.mjs:1:7/s,
    );
    expect(await ask(socket)).toBe('old 1');
    await write(own, GREETING('new'));
    await system.reload();
    expect(await ask(socket)).toBe('new 1');
  });
});

describe('startLocal, when it cannot start', () => {
  it('says that the port is busy', async () => {
    const busy = createServer().listen(0, '127.0.0.1');
    await once(busy, 'listening');
    const { port } = busy.address() as AddressInfo;
    const starting = startLocal({ port, distDir });
    await expect(starting).rejects.toThrow(StartError);
    await expect(starting).rejects.toThrow(`Port ${port} is busy`);
    busy.close();
  });

  it('says which zip is missing, and leaves the port', async () => {
    const incomplete = join(folder, 'incomplete');
    await writeZips(incomplete, ['connect', 'message', 'disconnect', 'publisher', 'graphql']);
    const starting = startLocal({ port: 0, distDir: Promise.resolve(incomplete) });
    await expect(starting).rejects.toThrow(
      `fanout.zip missing in ${incomplete}: run npx pnpm bundle`,
    );
  });

  it('passes on why bundling failed', async () => {
    const distDir = Promise.reject(new Error('app.ts does not parse'));
    await expect(startLocal({ port: 0, distDir })).rejects.toThrow('app.ts does not parse');
  });
});

describe('close', () => {
  it('ends although a client comes back as soon as it is closed', async () => {
    const { system } = await start();
    let attempts = 0;
    const comeBack = (): void => {
      attempts += 1;
      if (attempts > 100) return;
      const socket = new WebSocket(system.subscriptionsUrl, 'graphql-transport-ws');
      socket.on('error', () => undefined);
      socket.on('close', comeBack);
    };
    comeBack();
    await open(system);
    await system.close();
    await expect(fetch(system.url)).rejects.toThrow();
  });

  it('closes the sockets with 1001, lets $disconnect run, and leaves nothing behind', async () => {
    const scratch = await mkdtemp(join(folder, 'tmp-'));
    vi.stubEnv('TMPDIR', scratch);
    const { system, lines } = await start();
    const socket = await open(system);
    const closed = once(socket, 'close');
    await system.close();
    expect((await closed)[0]).toBe(1001);
    expect(lines).toContain('[disconnect] gone 1001');
    await expect(fetch(system.url)).rejects.toThrow();
    expect(await readdir(scratch)).toEqual([]); // nothing of what was unpacked
    vi.unstubAllEnvs();
  });
});
