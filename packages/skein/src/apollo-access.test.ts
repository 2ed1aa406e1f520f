import type { AuthenticateInput } from '@skein/inbound/access';
import { describe, expect, it } from 'vitest';
import { apolloAccess } from './apollo-access.ts';

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
    expect(await authenticate({}, { connectionParams })).toEqual({ session: connectionParams });
    expect(await authenticate({}, {})).toEqual({ session: {} });
  });

  it.each([
    [{ user: 'ada' }, { session: { user: 'ada' } }],
    [undefined, { session: {} }],
    [true, { session: {} }],
    [false, false],
  ])('makes of %j, returned by onConnect, %j', async (returned, expected) => {
    expect(await authenticate({ onConnect: async () => returned }, {})).toEqual(expected);
  });

  it('refuses by what onConnect throws', async () => {
    const onConnect = ({ authToken }: { authToken?: string }) => {
      if (!authToken) throw new Error('Missing auth token!');
    };
    await expect(authenticate({ onConnect }, {})).rejects.toThrow('Missing auth token!');
    const connectionParams = { authToken: 't' };
    expect(await authenticate({ onConnect }, { connectionParams })).toEqual({ session: {} });
  });

  it('asks onConnect at the upgrade, too, with the token and the headers', async () => {
    const onConnect = (params: unknown, { upgradeReq }: { upgradeReq: { headers: object } }) => ({
      params,
      ...upgradeReq.headers,
    });
    const request = { ...input({}).request, headers: { cookie: 'c' } };
    const answer = await authenticate({ onConnect }, { source: 'header', token: 't', request });
    expect(answer).toEqual({ session: { params: { authorization: 't' }, cookie: 'c' } });
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
