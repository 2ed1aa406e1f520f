import { describe, expect, it } from 'vitest';
import { createWorld, testAccess } from './testing/world.ts';

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

describe('createConnect', () => {
  it.each([
    ['graphql-ws, graphql-transport-ws', 'graphql-transport-ws', 'graphql-transport-ws'],
    ['graphql-transport-ws', 'graphql-transport-ws', 'graphql-transport-ws'],
    ['graphql-ws', 'graphql-ws', 'graphql-ws'],
    ['graphql', 'graphql', 'graphql-ws'],
    ['', null, 'graphql-ws'],
  ])('answers the offer %j with %j', async (offer, subprotocol, spoken) => {
    const world = createWorld();
    expect(await world.connect('c', offer)).toEqual({ status: 200, subprotocol });
    expect(await world.store.connection('c')).toMatchObject({
      subprotocol: spoken,
      acknowledged: false,
      identity: null,
    });
  });

  // "no acceptable subprotocol | HTTP 400 at `$connect`"
  it('refuses with 400 when nothing offered is spoken, and stores nothing', async () => {
    const world = createWorld();
    expect(await world.connect('c', 'mqtt')).toEqual({
      status: 400,
      message: 'Subprotocol not acceptable',
    });
    expect(await world.store.connection('c')).toBeNull();
  });

  it('keeps what the token authenticates', async () => {
    const world = createWorld();
    await world.connect('c', 'graphql-transport-ws', bearer('ann@1900000000'));
    expect((await world.store.connection('c'))?.identity).toEqual({
      session: { id: 'ann' },
      viewer: 'ann',
      expiresAt: 1_900_000_000,
    });
  });

  it('leaves the token to init when the access says so', async () => {
    const world = createWorld({ access: { ...testAccess, upgradeTokens: 'ignore' } });
    await world.connect('c', 'graphql-ws', bearer('bad'));
    expect((await world.store.connection('c'))?.identity).toBeNull();
  });

  it('keeps the headers that init needs, and no others', async () => {
    const world = createWorld({ access: { ...testAccess, upgradeHeaders: ['cookie', 'origin'] } });
    await world.connect('c', 'graphql-ws', { headers: { cookie: 'a=b', host: 'example.com' } });
    expect((await world.store.connection('c'))?.upgradeHeaders).toEqual({ cookie: 'a=b' });
  });

  it('refuses with 400 when the headers that init needs are too long', async () => {
    const world = createWorld({ access: { ...testAccess, upgradeHeaders: ['cookie'] } });
    const headers = { cookie: 'x'.repeat(2_049) };
    expect(await world.connect('c', 'graphql-ws', { headers })).toEqual({
      status: 400,
      message: 'The headers cookie take at most 2048 bytes together',
    });
    expect(await world.store.connection('c')).toBeNull();
    expect(world.log.lines).toContain('warn upgrade_headers_too_long');
  });

  it('takes the token of the query string', async () => {
    const world = createWorld();
    await world.connect('c', 'graphql-ws', { query: { authorization: 'ann' } });
    expect((await world.store.connection('c'))?.identity?.viewer).toBe('ann');
  });

  // "bad credentials in header or query | HTTP 401 or 403"
  it('refuses with 401 when a token is bad, with the message of a thrown error', async () => {
    const world = createWorld();
    expect(await world.connect('c', 'graphql-ws', bearer('bad'))).toEqual({
      status: 401,
      message: 'Unauthorized',
    });
    expect(await world.connect('c', 'graphql-ws', bearer('throw Expired'))).toEqual({
      status: 401,
      message: 'Expired',
    });
    const both = { ...bearer('ann'), query: { authorization: 'bad' } };
    expect(await world.connect('c', 'graphql-ws', both)).toMatchObject({ status: 401 });
    expect(await world.store.connection('c')).toBeNull();
  });

  it('asks nobody when there is no token, or the application is open', async () => {
    const never = { ...testAccess, authenticate: () => false as const };
    expect(await createWorld({ access: never }).connect('c', '')).toMatchObject({ status: 200 });
    const open = { ...testAccess, authenticate: null };
    const world = createWorld({ access: open });
    expect(await world.connect('c', '', bearer('bad'))).toMatchObject({ status: 200 });
  });

  it('answers 500 when the store fails', async () => {
    const world = createWorld({
      store: (store) => ({ ...store, connect: () => Promise.reject(new Error('down')) }),
    });
    expect(await world.connect('c', '')).toEqual({ status: 500, message: 'Internal server error' });
    expect(world.log.lines).toEqual(['error connect_failed']);
  });

  it('logs no token', async () => {
    const world = createWorld();
    await world.connect('c', '', bearer('secret'));
    await world.connect('c', '', bearer('bad'));
    expect(world.log.text()).not.toMatch(/secret|bad/);
  });
});
