import { describe, expect, it } from 'vitest';
import { answers, createWorld, ready, type World } from './testing/world.ts';

const payload = { query: 'subscription { other { id } }' };
const subscribe = { type: 'subscribe', id: '1', payload };
const complete = { type: 'complete', id: '1' };
const start = { type: 'start', id: '1', payload };
const stop = { type: 'stop', id: '1' };

function withHook() {
  const told: unknown[] = [];
  const world = createWorld({ app: { onComplete: (input) => void told.push(input) } });
  return { world, told };
}

describe('complete', () => {
  // "From C: stop; nothing more may follow"
  it('removes the subscription, answers nothing, and tells the application', async () => {
    const { world, told } = withHook();
    await ready(world);
    await world.send('c', subscribe);
    await world.send('c', complete);
    expect(answers(world)).toEqual([]);
    expect(await world.listeners('OTHER')).toEqual([]);
    expect(told).toEqual([{ connectionId: 'c', operationId: '1' }]);
  });

  // "Unknown or finished ids in other messages are ignored, not errors"
  it('is ignored when its id is unknown', async () => {
    const { world, told } = withHook();
    await ready(world);
    await world.send('c', { type: 'complete', id: 'unknown' });
    await world.send('c', { type: 'complete', id: 'x'.repeat(3_000) });
    expect(answers(world)).toEqual([]);
    expect(world.sockets.isOpen('c')).toBe(true);
    expect(told).toEqual([]);
  });

  // "`complete` right after `subscribe` is reordered (assume it is)"
  it('obeys when it is handled before its subscribe, which then stores and posts nothing', async () => {
    const world = await ready(createWorld());
    const timeMs = world.clock.nowMs();
    await world.send('c', complete, { timeMs: timeMs + 1 });
    const greeted = { ...subscribe, payload: { query: 'subscription { greeted }' } };
    await world.send('c', greeted, { timeMs });
    expect(answers(world)).toEqual([]);
    expect(await world.listeners('OTHER')).toEqual([]);
  });

  it('leaves a subscription that came after it alone', async () => {
    const world = await ready(createWorld());
    const timeMs = world.clock.nowMs();
    await world.send('c', subscribe, { timeMs: timeMs + 1 });
    await world.send('c', complete, { timeMs });
    expect(await world.listeners('OTHER')).toHaveLength(1);
  });

  it('closes and writes nothing when the connection has no row', async () => {
    for (const frame of [complete, stop, { type: 'complete', id: 'x'.repeat(3_000) }]) {
      const world = createWorld();
      world.sockets.open('c');
      await world.send('c', frame);
      expect(world.frames('c')).toEqual([]);
      expect(world.sockets.isOpen('c')).toBe(false);
    }
  });

  it('logs a hook that throws', async () => {
    const world = createWorld({ app: { onComplete: () => Promise.reject(new Error('hook')) } });
    await ready(world);
    await world.send('c', subscribe);
    await world.send('c', complete);
    expect(world.log.lines.filter((line) => line.startsWith('error'))).toEqual([
      'error hook_failed',
    ]);
    expect(world.sockets.isOpen('c')).toBe(true);
  });

  it('does not read the connection first', async () => {
    const read: string[] = [];
    const world = createWorld({
      store: (store) => ({
        ...store,
        connection: (connectionId) => {
          read.push(connectionId);
          return store.connection(connectionId);
        },
      }),
    });
    await ready(world);
    read.length = 0;
    await world.send('c', complete);
    expect(read).toEqual([]);
  });
});

describe('legacy stop', () => {
  it('is answered complete when it stops a stored subscription', async () => {
    const { world, told } = withHook();
    await ready(world, 'graphql-ws');
    await world.send('c', start);
    await world.send('c', stop);
    expect(answers(world)).toEqual([{ id: '1', type: 'complete', payload: null }]);
    expect(await world.listeners('OTHER')).toEqual([]);
    expect(told).toHaveLength(1);
  });

  // "`complete` follows when it ends; unknown id: nothing"
  it('is answered by nothing when its id is unknown', async () => {
    const world = await ready(createWorld(), 'graphql-ws');
    await world.send('c', stop);
    expect(answers(world)).toEqual([]);
  });
});

describe('a frame of the other subprotocol', () => {
  const begun = async (world: World, frame: object) => {
    await world.send('c', frame);
    return answers(world);
  };

  it('is malformed when graphql-transport-ws gets stop', async () => {
    const world = await ready(createWorld());
    await world.send('c', subscribe);
    expect(await begun(world, stop)).toEqual([{ type: '4400: Invalid message received' }]);
    expect(await world.listeners('OTHER')).toHaveLength(1);
  });

  it('is an unknown type when the legacy subprotocol gets complete', async () => {
    const world = await ready(createWorld(), 'graphql-ws');
    await world.send('c', start);
    expect(await begun(world, complete)).toEqual([
      { id: '1', type: 'error', payload: { message: 'Invalid message type!' } },
    ]);
    expect(world.sockets.isOpen('c')).toBe(true);
    expect(await world.listeners('OTHER')).toHaveLength(1);
  });
});
