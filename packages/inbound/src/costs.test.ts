import type { Store } from '@skein/store';
import { describe, expect, it } from 'vitest';
import { createWorld, ready, type World } from './testing/world.ts';

/** A world that writes down which store methods a message called, and how many posts it took. */
async function counted(subprotocol: 'graphql-transport-ws' | 'graphql-ws') {
  const calls: string[] = [];
  const store = (working: Store): Store =>
    new Proxy(working, {
      get: (target, method: keyof Store) => {
        const call = target[method] as (...args: unknown[]) => unknown;
        return (...args: unknown[]) => {
          calls.push(method);
          return call(...args);
        };
      },
    });
  const world = createWorld({ store });
  const costOf = async (work: (world: World) => Promise<unknown>) => {
    calls.length = 0;
    const posts = world.sockets.posts.length;
    await work(world);
    return { calls: [...calls], posts: world.sockets.posts.length - posts };
  };
  return { world, costOf, connect: () => ready(world, subprotocol) };
}

const payload = { query: 'subscription { other { id } }' };
const query = { query: '{ version }' };

describe('what a message costs', () => {
  it('is one write for a connect, and one call for a disconnect', async () => {
    const { costOf } = await counted('graphql-ws');
    expect(await costOf((world) => world.connect('d', ''))).toEqual({
      calls: ['connect'],
      posts: 0,
    });
    expect(await costOf((world) => world.disconnect('d'))).toEqual({
      calls: ['disconnect'],
      posts: 0,
    });
  });

  it.each([
    ['connection_init', { type: 'connection_init' }, ['connection', 'acknowledge'], 1],
    ['a subscription', { type: 'subscribe', id: '1', payload }, ['connection', 'subscribe'], 0],
    ['a query', { type: 'subscribe', id: '1', payload: query }, ['connection'], 2],
    ['a complete', { type: 'complete', id: '1' }, ['complete'], 0],
    ['a ping', { type: 'ping' }, [], 1],
    ['a pong', { type: 'pong' }, [], 0],
  ])('is the least for %s', async (_name, frame, calls, posts) => {
    const { world, costOf, connect } = await counted('graphql-transport-ws');
    if (frame.type === 'connection_init') await world.connect('c', 'graphql-transport-ws');
    else await connect();
    expect(await costOf(() => world.send('c', frame))).toEqual({ calls, posts });
  });

  it('is one more post for the stop of a stored subscription', async () => {
    const { world, costOf, connect } = await counted('graphql-ws');
    await connect();
    const start = { type: 'start', id: '1', payload };
    expect(await costOf(() => world.send('c', start))).toEqual({
      calls: ['connection', 'subscribe'],
      posts: 0,
    });
    const replace = await costOf(() => world.send('c', start));
    expect(replace).toEqual({ calls: ['connection', 'subscribe'], posts: 0 });
    const stop = await costOf(() => world.send('c', { type: 'stop', id: '1' }));
    expect(stop).toEqual({ calls: ['complete'], posts: 1 });
  });
});
