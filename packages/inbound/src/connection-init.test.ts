import { describe, expect, it } from 'vitest';
import type { Access } from './access.ts';
import { answers, createWorld, ready, testAccess, testRequest } from './testing/world.ts';

const init = (payload?: object | null) =>
  payload === undefined ? { type: 'connection_init' } : { type: 'connection_init', payload };
const ack = { type: 'connection_ack' };
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const both = ['graphql-transport-ws', 'graphql-ws'] as const;

describe.each(both)('connection_init over %s', (subprotocol) => {
  // "The acknowledged flag is set before the ack is sent"
  it('acknowledges after what it authenticated is stored', async () => {
    const world = createWorld();
    await world.connect('c', subprotocol);
    await world.send('c', init({ authorization: 'Bearer ann@1900000000' }));
    expect(world.frames('c')).toEqual([ack]);
    expect(await world.store.connection('c')).toMatchObject({
      acknowledged: true,
      identity: { session: { id: 'ann' }, viewer: 'ann', expiresAt: 1_900_000_000 },
    });
  });

  it.each([undefined, null, {}, { authorization: '' }, { Authorization: 'Bearer ' }])(
    'lets in nobody in particular when the payload is %j',
    async (payload) => {
      const world = createWorld();
      await world.connect('c', subprotocol);
      await world.send('c', init(payload));
      expect(world.frames('c')).toEqual([ack]);
      expect((await world.store.connection('c'))?.identity).toEqual({
        session: null,
        viewer: null,
        expiresAt: null,
      });
    },
  );

  it('reads the key of the token in any case', async () => {
    const world = createWorld();
    await world.connect('c', subprotocol);
    await world.send('c', init({ AUTHORIZATION: 'ann' }));
    expect((await world.store.connection('c'))?.identity?.viewer).toBe('ann');
  });

  it("keeps the upgrade's session when init brings no token", async () => {
    const world = createWorld();
    await world.connect('c', subprotocol, bearer('ann'));
    await world.send('c', init({}));
    expect(world.frames('c')).toEqual([ack]);
    expect((await world.store.connection('c'))?.identity?.viewer).toBe('ann');
  });

  it("replaces the upgrade's session by that of its token", async () => {
    const world = createWorld();
    await world.connect('c', subprotocol, bearer('ann'));
    await world.send('c', init({ authorization: 'ann@1900000000' }));
    expect((await world.store.connection('c'))?.identity?.expiresAt).toBe(1_900_000_000);
  });

  it("hands authenticate the upgrade's headers that were kept, and what it knows by itself", async () => {
    const requests: unknown[] = [];
    const access: Access = {
      ...testAccess,
      upgradeHeaders: ['cookie'],
      authenticate: ({ request }) => {
        requests.push(request);
        return { session: null };
      },
    };
    const world = createWorld({ access });
    await world.connect('c', subprotocol, { headers: { cookie: 'a=b', host: 'example.com' } });
    await world.send('c', init({}));
    expect(requests).toEqual([{ ...testRequest, headers: { cookie: 'a=b' } }]);
  });

  it('closes and writes nothing when the connection has no row', async () => {
    const world = createWorld();
    world.sockets.open('c');
    await world.send('c', init({}));
    expect(world.frames('c')).toEqual([]);
    expect(world.sockets.isOpen('c')).toBe(false);
    expect(await world.store.connection('c')).toBeNull();
  });

  it('closes when the connection goes while it is authenticated', async () => {
    const world = createWorld({
      access: {
        ...testAccess,
        authenticate: async () => {
          await world.store.disconnect('c');
          return { session: null };
        },
      },
    });
    await world.connect('c', subprotocol);
    await world.send('c', init({}));
    expect(world.frames('c')).toEqual([]);
    expect(world.sockets.isOpen('c')).toBe(false);
  });
});

// "init rejected | 4403 | fatal frame `4403: Forbidden`, delete"
describe('connection_init refused over graphql-transport-ws', () => {
  it.each([
    ['a bad token', { authorization: 'bad' }, '4403: Forbidden'],
    ['a thrown error', { authorization: 'throw Token expired' }, '4403: Token expired'],
    ['a long message', { authorization: `throw ${'x'.repeat(99)}` }, `4403: ${'x'.repeat(74)}`],
    ['ended credentials', { authorization: 'ann@1000' }, '4403: Forbidden'],
  ])('says so in a fatal frame for %s, and closes a moment later', async (_name, payload, type) => {
    const world = createWorld();
    await world.connect('c', 'graphql-transport-ws');
    const startMs = world.clock.nowMs();
    const handled = world.begin('c', init(payload));
    await world.clock.settle(handled);
    expect(world.frames('c')).toEqual([{ type }]);
    expect(world.sockets.isOpen('c')).toBe(false);
    expect(world.clock.nowMs() - startMs).toBe(100);
    expect(await world.store.connection('c')).toMatchObject({ acknowledged: false });
  });

  it('refuses a token of another viewer than the upgrade had', async () => {
    const world = createWorld();
    await world.connect('c', 'graphql-transport-ws', bearer('ann'));
    await world.send('c', init({ authorization: 'ben' }));
    expect(world.frames('c')).toEqual([{ type: '4403: Forbidden' }]);
  });

  it('refuses a session over 1 KB, and logs it as an error', async () => {
    const world = createWorld({
      access: { ...testAccess, authenticate: () => ({ session: 'x'.repeat(2_000) }) },
    });
    await world.connect('c', 'graphql-transport-ws');
    await world.send('c', init());
    expect(world.frames('c')).toEqual([{ type: '4403: Forbidden' }]);
    expect(world.log.lines).toContain('error session_unusable');
  });

  // "a second one at any time 4429"
  it('ends the connection with 4429 when it is the second one', async () => {
    const world = await ready(createWorld());
    await world.send('c', init({ authorization: 'bad' }));
    expect(answers(world)).toEqual([{ type: '4429: Too many initialisation requests' }]);
    expect(world.sockets.isOpen('c')).toBe(false);
  });

  it('ends it too when two are handled at the same time, and acknowledges once', async () => {
    const world = createWorld();
    await world.connect('c', 'graphql-transport-ws');
    await world.clock.settle(Promise.all([world.begin('c', init({})), world.begin('c', init({}))]));
    expect(world.frames('c')).toEqual([ack, { type: '4429: Too many initialisation requests' }]);
  });

  it('acknowledges again when the host hands over the same message twice', async () => {
    const world = createWorld();
    await world.connect('c', 'graphql-transport-ws');
    const again = { messageId: 'm' };
    await world.clock.settle(
      Promise.all([world.begin('c', init({}), again), world.begin('c', init({}), again)]),
    );
    expect(world.frames('c')).toEqual([ack, ack]);
  });

  it('acknowledges again, as whoever it was, when the same message comes again later', async () => {
    const world = createWorld();
    await world.connect('c', 'graphql-transport-ws');
    const again = { messageId: 'm' };
    await world.send('c', init({ authorization: 'ann' }), again);
    await world.send('c', init({ authorization: 'ann' }), again);
    expect(world.frames('c')).toEqual([ack, ack]);
    expect((await world.store.connection('c'))?.identity?.viewer).toBe('ann');
  });
});

describe('connection_init refused over the legacy subprotocol', () => {
  // "`connection_error`, delete"
  it.each([
    [{ authorization: 'bad' }, 'Prohibited connection!'],
    [{ authorization: 'throw Token expired' }, 'Token expired'],
  ])('answers %j with a connection_error and closes', async (payload, message) => {
    const world = createWorld();
    await world.connect('c', 'graphql-ws');
    await world.send('c', init(payload));
    expect(world.frames('c')).toEqual([{ type: 'connection_error', payload: { message } }]);
    expect(world.sockets.isOpen('c')).toBe(false);
  });

  // "Repeating it runs `onConnect` again and acks again"
  it('asks and acknowledges again when it is repeated', async () => {
    const world = await ready(createWorld(), 'graphql-ws', { authorization: 'ann' });
    await world.send('c', init({ authorization: 'ann@1900000000' }));
    expect(world.frames('c')).toEqual([ack, ack]);
    expect((await world.store.connection('c'))?.identity?.expiresAt).toBe(1_900_000_000);
  });
});
