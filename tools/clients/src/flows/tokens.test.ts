import { afterEach, describe, expect, inject, it } from 'vitest';
import { graphqlWs } from '../clients/graphql-ws.ts';
import { createTarget, unique } from '../target/target.ts';
import {
  openAdmitted,
  openRawSocket,
  type RawSocket,
  type RawSocketOptions,
} from '../wire/raw-socket.ts';
import { openWire } from '../wire/wire.ts';
import { messageReceived } from './requests.ts';

const target = createTarget(inject('systemUrl'));
const { socketUrl, httpUrl } = target;
const TRANSPORT = 'graphql-transport-ws';
const closers: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Credentials {
  readonly header?: string;
  readonly query?: string;
  readonly init?: Readonly<Record<string, unknown>>;
}

function upgrade({ header, query }: Credentials): [url: string, options: RawSocketOptions] {
  const url = new URL(socketUrl);
  if (query !== undefined) url.searchParams.set('authorization', query);
  const headers = header === undefined ? {} : { authorization: header };
  return [url.href, { offers: [TRANSPORT], headers }];
}

async function open(credentials: Credentials): Promise<RawSocket> {
  const socket = await openAdmitted(...upgrade(credentials));
  closers.push(() => socket.close());
  socket.send({ type: 'connection_init', payload: credentials.init ?? {} });
  return socket;
}

/** What `viewer` answers on a socket that came with these credentials. */
async function viewerOf(credentials: Credentials): Promise<unknown> {
  const socket = await open(credentials);
  expect(await socket.next()).toEqual({ type: 'connection_ack' });
  socket.send({ type: 'subscribe', id: '1', payload: { query: '{ viewer { id } }' } });
  return socket.next();
}

/** The last frame and the close code of a socket whose init is refused. */
async function refusalOf(credentials: Credentials): Promise<unknown> {
  const socket = await open(credentials);
  const verdict = await socket.next();
  return { verdict, code: (await socket.closed).code };
}

function isViewer(id: string | null) {
  return { type: 'next', id: '1', payload: { data: { viewer: id === null ? null : { id } } } };
}

describe('a token', () => {
  it.each<[way: string, bring: (token: string) => Credentials]>([
    ['the Authorization header of the upgrade', (token) => ({ header: `Bearer ${token}` })],
    ['the bare header', (token) => ({ header: token })],
    ['?authorization=', (token) => ({ query: token })],
    ['?authorization=Bearer', (token) => ({ query: `Bearer ${token}` })],
    ['the connection params', (token) => ({ init: { authorization: `Bearer ${token}` } })],
    ['bare connection params', (token) => ({ init: { authorization: token } })],
    ['params of another casing', (token) => ({ init: { Authorization: `bearer ${token}` } })],
    ['both header and params', (token) => ({ header: token, init: { authorization: token } })],
  ])('names the viewer by %s', async (_way, bring) => {
    const viewer = unique('viewer');
    expect(await viewerOf(bring(await target.token(viewer)))).toEqual(isViewer(viewer));
  });

  it('names the viewer by the Authorization header over HTTP', async () => {
    const viewer = unique('viewer');
    const request = { query: 'query Viewer { viewer { id } }', operationName: 'Viewer' };
    expect(await target.execute(request, { token: await target.token(viewer) })).toEqual({
      data: { viewer: { id: viewer } },
    });
    expect(await target.execute(request)).toEqual({ data: { viewer: null } });
  });

  it.each<[way: string, credentials: Credentials]>([
    ['none', {}],
    ['an empty header', { header: '' }],
    ['an empty query parameter', { query: '' }],
    ['empty params', { init: { authorization: '' } }],
    ['Bearer alone', { init: { authorization: 'Bearer ' } }],
  ])('that is %s leaves the viewer anonymous', async (_way, credentials) => {
    expect(await viewerOf(credentials)).toEqual(isViewer(null));
  });

  it.each(['expired', 'malformed', 'of another issuer'] as const)(
    'that is %s is refused with 401 at the upgrade and over HTTP',
    async (kind) => {
      const token = await badToken(kind);
      expect(await openRawSocket(...upgrade({ header: `Bearer ${token}` }))).toMatchObject({
        status: 401,
      });
      expect(await openRawSocket(...upgrade({ query: token }))).toMatchObject({ status: 401 });
      const response = await fetch(httpUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: '{ version }' }),
      });
      expect(response.status).toBe(401);
    },
  );

  it('is refused at the upgrade when the header is good and the query is not', async () => {
    const good = await target.token(unique('viewer'));
    const query = await badToken('expired');
    expect(await openRawSocket(...upgrade({ header: good, query }))).toMatchObject({ status: 401 });
  });

  it('gets the fatal frame, then the close, when it is bad at init', async () => {
    const init = { authorization: `Bearer ${await badToken('expired')}` };
    expect(await refusalOf({ init })).toEqual({
      verdict: { type: '4403: Token expired' },
      code: 1000,
    });
  });

  it('gets the fatal frame when init names another viewer than the upgrade', async () => {
    const header = await target.token(unique('viewer'));
    const init = { authorization: await target.token(unique('viewer')) };
    expect(await refusalOf({ header, init })).toEqual({
      verdict: { type: '4403: Forbidden' },
      code: 1000,
    });
  });

  it('gets connection_error, then the close, when a legacy client brings a bad one', async () => {
    const socket = await openAdmitted(socketUrl, { offers: ['graphql-ws'] });
    const authorization = `Bearer ${await badToken('expired')}`;
    socket.send({ type: 'connection_init', payload: { authorization } });
    expect(await socket.next()).toEqual({
      type: 'connection_error',
      payload: { message: 'Token expired' },
    });
    expect((await socket.closed).code).toBe(1000);
  });

  it.each([-1, -4])('that ended %i s ago leads a client into no loop', async (expiresInSeconds) => {
    const wire = await openWire(socketUrl);
    const token = await target.token(unique('viewer'), { expiresInSeconds });
    const client = await graphqlWs.open({
      url: wire.url,
      connectionParams: { authorization: token },
    });
    closers.push(wire.close, () => client.close());
    const settled = client.subscribe(messageReceived());
    await Promise.race([settled.failed, exchange(20)]);

    expect(wire.connections()).toBe(1);
  });
});

/** Some round trips of another client, for whoever loops to show it. */
async function exchange(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await viewerOf({});
}

async function badToken(kind: 'expired' | 'malformed' | 'of another issuer'): Promise<string> {
  switch (kind) {
    case 'expired':
      return target.token(unique('viewer'), { expiresInSeconds: -60 });
    case 'malformed':
      return 'not.a.token';
    case 'of another issuer': {
      const token = await target.token(unique('viewer'));
      const [header = '', , signature = ''] = token.split('.');
      const claims = { sub: 'mallory', iss: 'https://elsewhere.example', exp: 4_102_444_800 };
      return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join(
        '.',
      );
    }
  }
}
