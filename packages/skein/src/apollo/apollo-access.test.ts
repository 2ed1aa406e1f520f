import type { AuthenticateInput } from '@skein/inbound/access';
import { describe, expect, it } from 'vitest';
import { type ApolloSubscriptions, apolloAccess } from './apollo-access.ts';
import type { ApolloUpgradeRequest } from './apollo-socket.ts';

const input = (changes: Partial<AuthenticateInput>): AuthenticateInput => ({
  token: null,
  source: 'init',
  connectionParams: null,
  request: { headers: {}, query: {}, sourceIp: null, userAgent: null, authorizer: {} },
  ...changes,
});

const authenticate = async (
  subscriptions: Parameters<typeof apolloAccess>[0],
  changes: Partial<AuthenticateInput>,
) => apolloAccess(subscriptions).authenticate?.(input(changes));

describe('apolloAccess', () => {
  it('keeps the parameters when there is no onConnect', async () => {
    const connectionParams = { authToken: 't' };
    expect(await authenticate({}, { connectionParams })).toMatchObject({
      session: connectionParams,
    });
    expect(await authenticate({}, {})).toMatchObject({ session: {} });
  });

  it.each([
    [{ user: 'ada' }, { session: { user: 'ada' } }],
    [undefined, { session: {} }],
    [true, { session: {} }],
    [false, false],
  ])('makes of %j, returned by onConnect, %j', async (returned, expected) => {
    const answer = await authenticate({ onConnect: async () => returned }, {});
    expect(answer && { session: answer.session }).toEqual(expected);
  });

  it('refuses by what onConnect throws', async () => {
    const onConnect = ({ authToken }: { authToken?: string }) => {
      if (!authToken) throw new Error('Missing auth token!');
    };
    await expect(authenticate({ onConnect }, {})).rejects.toThrow('Missing auth token!');
    const connectionParams = { authToken: 't' };
    expect(await authenticate({ onConnect }, { connectionParams })).toMatchObject({ session: {} });
  });

  it('asks at init alone, and keeps for it the headers that it is told to', () => {
    const access = apolloAccess({}, { upgradeHeaders: ['Cookie'] });
    expect(access).toMatchObject({ upgradeTokens: 'ignore', upgradeHeaders: ['cookie'] });
  });

  it('hands onConnect what is known of the upgrade', async () => {
    const onConnect: ApolloSubscriptions['onConnect'] = (_params, webSocket, context) => {
      const { headers, socket, connection } = webSocket.upgradeReq;
      return {
        ...headers,
        isSame: context.request === webSocket.upgradeReq && connection === socket,
        address: socket.remoteAddress,
      };
    };
    const request = {
      ...input({}).request,
      headers: { cookie: 'a=b' },
      sourceIp: '192.0.2.1',
      userAgent: 'curl',
    };
    const access = apolloAccess({ onConnect }, { upgradeHeaders: ['cookie', 'origin'] });
    expect(await access.authenticate?.(input({ request }))).toMatchObject({
      session: {
        cookie: 'a=b',
        origin: undefined,
        'user-agent': 'curl',
        isSame: true,
        address: '192.0.2.1',
      },
    });
  });

  it.each([
    [
      'upgradeReq.headers.cookie',
      'The header "cookie" of the upgrade is known to onConnect only if upgradeHeaders names it.',
      ({ upgradeReq }: Record<string, unknown>) =>
        (upgradeReq as ApolloUpgradeRequest).headers.cookie,
    ],
    [
      'upgradeReq.url',
      'upgradeReq.url is not known here',
      ({ upgradeReq }: Record<string, unknown>) => (upgradeReq as { url?: unknown }).url,
    ],
    [
      'webSocket.send',
      'webSocket.send is not known here',
      ({ send }: Record<string, unknown>) => send,
    ],
  ])('says that %s is not known instead of undefined', async (_what, message, read) => {
    const onConnect = (_params: unknown, webSocket: unknown) =>
      read(webSocket as Record<string, unknown>);
    await expect(authenticate({ onConnect }, {})).rejects.toThrow(message);
  });

  it('refuses when onConnect closes the socket, with the reason', async () => {
    const onConnect: ApolloSubscriptions['onConnect'] = (_params, webSocket) => {
      webSocket.close(4401, 'Log in first');
      webSocket.close();
      return { user: 'ada' };
    };
    await expect(authenticate({ onConnect }, {})).rejects.toThrow('Log in first');
    const silent: ApolloSubscriptions['onConnect'] = (_params, webSocket) => webSocket.close();
    expect(await authenticate({ onConnect: silent }, {})).toBe(false);
  });

  it('tells whose a connection is, and until when', async () => {
    const access = apolloAccess(
      {},
      { viewer: ({ user }) => String(user), expiresAt: ({ until }) => Number(until) },
    );
    const connectionParams = { user: 'ada', until: 60 };
    expect(await access.authenticate?.(input({ connectionParams }))).toEqual({
      session: connectionParams,
      expiresAt: 60,
    });
    expect(access.viewer(connectionParams)).toBe('ada');
    expect(access.viewer(null)).toBeNull();
  });

  it('lets every HTTP request in: context reads it', async () => {
    const onConnect = () => false;
    expect(await authenticate({ onConnect }, { source: 'http' })).toEqual({ session: null });
  });

  it('hands what onConnect made to onDisconnect', async () => {
    const seen: unknown[] = [];
    const { onDisconnect } = apolloAccess({
      onDisconnect: async (_socket, { initPromise }) => void seen.push(await initPromise),
    });
    const notice = { connectionId: 'a', code: 1000, reason: '' };
    await onDisconnect({ ...notice, session: { user: 'ada' } });
    await onDisconnect({ ...notice, session: null });
    expect(seen).toEqual([{ user: 'ada' }, false]);
  });
});
