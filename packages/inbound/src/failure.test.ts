import type { Store } from '@skein/store';
import { describe, expect, it } from 'vitest';
import { answers, createWorld, ready } from './testing/world.ts';

const payload = { query: 'subscription { other { id } }' };

/** A table that fails once `break` is called: the named methods, or all. */
function breakable(...methods: readonly (keyof Store)[]) {
  let isBroken = false;
  const store = (working: Store): Store =>
    new Proxy(working, {
      get: (target, method: keyof Store) =>
        isBroken && (methods.length === 0 || methods.includes(method))
          ? () => Promise.reject(new Error('the table is down'))
          : target[method],
    });
  return {
    store,
    break: () => {
      isBroken = true;
    },
  };
}

const internal = 'Internal server error';

// "failure of ours | 4500 | `error` for the id; without an id the fatal frame"
describe('a failure of ours over graphql-transport-ws', () => {
  it.each([
    ['the first read', breakable()],
    ['the last write', breakable('subscribe')],
  ])('is an error for the operation when it comes with %s', async (_name, table) => {
    const world = await ready(createWorld({ store: table.store }));
    table.break();
    await world.send('c', { type: 'subscribe', id: '1', payload });
    expect(answers(world)).toEqual([{ id: '1', type: 'error', payload: [{ message: internal }] }]);
    expect(world.sockets.isOpen('c')).toBe(true);
    expect(world.log.lines).toContain('error message_failed');
  });

  it('is an error for the id that a complete names', async () => {
    const table = breakable();
    const world = await ready(createWorld({ store: table.store }));
    table.break();
    await world.send('c', { type: 'complete', id: '1' });
    expect(answers(world)).toEqual([{ id: '1', type: 'error', payload: [{ message: internal }] }]);
  });

  it.each([
    ['the write', breakable('acknowledge'), { authorization: 'ann' }],
    ['the read, without a payload', breakable(), undefined],
  ])(
    'ends the connection with 4500 when it comes with an init: %s',
    async (_name, table, params) => {
      const world = createWorld({ store: table.store });
      await world.connect('c', 'graphql-transport-ws');
      table.break();
      await world.send('c', { type: 'connection_init', payload: params });
      expect(world.frames('c')).toEqual([{ type: '4500: Internal server error' }]);
      expect(world.sockets.isOpen('c')).toBe(false);
    },
  );
});

describe('a failure of ours over the legacy subprotocol', () => {
  it('is an error for the operation', async () => {
    const table = breakable();
    const world = await ready(createWorld({ store: table.store }), 'graphql-ws');
    table.break();
    await world.send('c', { type: 'start', id: '1', payload });
    expect(answers(world)).toEqual([{ id: '1', type: 'error', payload: { message: internal } }]);
    expect(world.sockets.isOpen('c')).toBe(true);
  });

  // "without an id `connection_error`"; never the fatal frame, which is an uncaught exception there.
  it('is a connection_error when it comes with an init', async () => {
    const table = breakable();
    const world = createWorld({ store: table.store });
    await world.connect('c', 'graphql-ws');
    table.break();
    await world.send('c', { type: 'connection_init', payload: {} });
    expect(world.frames('c')).toEqual([
      { type: 'connection_error', payload: { message: internal } },
    ]);
    expect(world.sockets.isOpen('c')).toBe(false);
  });

  // "`data`, `complete` or `error` for an id that it no longer has | answers `stop`": it would never end.
  it('is answered by nothing when it comes with a stop', async () => {
    const table = breakable();
    const world = await ready(createWorld({ store: table.store }), 'graphql-ws');
    table.break();
    await world.send('c', { type: 'stop', id: '1' });
    expect(answers(world)).toEqual([]);
  });
});

describe('a message that takes longer than its invocation', () => {
  it('is answered before that, and what it posts afterwards goes nowhere', async () => {
    const world = createWorld({
      app: {
        context: async () => {
          await world.clock.sleep(60_000);
        },
      },
    });
    await ready(world);
    const startMs = world.clock.nowMs();
    await world.send('c', { type: 'subscribe', id: '1', payload: { query: '{ version }' } });
    expect(world.clock.nowMs() - startMs).toBe(27_500);
    await world.clock.settle(world.clock.sleep(60_000));
    expect(answers(world)).toEqual([{ id: '1', type: 'error', payload: [{ message: internal }] }]);
  });

  it('is answered in the last second when its result was throttled until then', async () => {
    const world = await ready(createWorld());
    world.sockets.failPosts('c', Array(12).fill('throttled'));
    const frame = { type: 'subscribe', id: '1', payload: { query: '{ version }' } };
    await world.send('c', frame, { remainingMs: 5_000 });
    expect(answers(world)).toEqual([{ id: '1', type: 'error', payload: [{ message: internal }] }]);
  });

  it('does not reject when the gateway takes nothing', async () => {
    const world = await ready(createWorld());
    world.sockets.failPosts('c', Array(1_000).fill('failed'));
    world.sockets.failCloses('c', Array(1_000).fill('throttled'));
    await world.send('c', { type: 'subscribe', id: '1', payload: { query: '{ version }' } });
    await world.send('c', 'nonsense');
    expect(answers(world)).toEqual([]);
  });
});
