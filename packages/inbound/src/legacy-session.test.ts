import { describe, expect, it } from 'vitest';
import { createWorld, testAccess, type World } from './testing/world.ts';

const init = (payload: object) => ({ type: 'connection_init', payload });
const start = { type: 'start', id: '1', payload: { query: '{ viewer }' } };
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

async function legacy(world: World, request = {}): Promise<World> {
  await world.connect('c', 'graphql-ws', request);
  return world;
}

/** Whom the one query that was answered ran for. */
function viewerOf(world: World): unknown {
  const data = world.frames('c').find(({ type }) => type === 'data');
  return JSON.parse(data.payload.data.viewer).session;
}

// "A legacy client sends `start` right behind `connection_init`, without waiting for the ack"
describe('legacySession', () => {
  it('waits for the init that is handled at the same time', async () => {
    const world = await legacy(createWorld());
    await world.clock.settle(
      Promise.all([world.begin('c', start), world.begin('c', init({ authorization: 'ann' }))]),
    );
    expect(world.frames('c').map(({ type }) => type)).toEqual([
      'connection_ack',
      'data',
      'complete',
    ]);
    expect(viewerOf(world)).toEqual({ id: 'ann' });
  });

  it('waits as long as a slow init takes', async () => {
    const slow = async (input: Parameters<NonNullable<typeof testAccess.authenticate>>[0]) => {
      await world.clock.sleep(4_000);
      return testAccess.authenticate?.(input) ?? false;
    };
    const world = createWorld({ access: { ...testAccess, authenticate: slow } });
    await legacy(world);
    await world.clock.settle(
      Promise.all([world.begin('c', init({ authorization: 'ann' })), world.begin('c', start)]),
    );
    expect(viewerOf(world)).toEqual({ id: 'ann' });
  });

  it('answers an error after 5 s when no init comes', async () => {
    const world = await legacy(createWorld());
    const startMs = world.clock.nowMs();
    await world.send('c', start);
    expect(world.frames('c')).toEqual([
      { id: '1', type: 'error', payload: { message: 'connection_init did not come first' } },
    ]);
    expect(world.clock.nowMs() - startMs).toBe(5_000);
    expect(world.sockets.isOpen('c')).toBe(true);
  });

  it('answers 1.5 s before the invocation ends when that is sooner', async () => {
    const world = await legacy(createWorld());
    const startMs = world.clock.nowMs();
    await world.send('c', start, { remainingMs: 5_000 });
    expect(world.frames('c')).toMatchObject([{ type: 'error', id: '1' }]);
    expect(world.clock.nowMs() - startMs).toBe(3_500);
  });

  it('runs for nobody after the wait when the application allows it', async () => {
    const world = await legacy(createWorld({ app: { allowWithoutInit: true } }));
    await world.send('c', start);
    expect(world.frames('c').map(({ type }) => type)).toEqual(['data', 'complete']);
    expect(viewerOf(world)).toBeNull();
  });

  it('answers an error when the application allows it, but not nobody', async () => {
    const access = { ...testAccess, authenticate: () => false as const };
    const world = await legacy(createWorld({ access, app: { allowWithoutInit: true } }));
    await world.send('c', start);
    expect(world.frames('c')).toEqual([
      { id: '1', type: 'error', payload: { message: 'Forbidden' } },
    ]);
  });

  it('runs at once for whom the upgrade authenticated', async () => {
    const world = await legacy(createWorld(), bearer('ann'));
    const startMs = world.clock.nowMs();
    await world.send('c', start);
    expect(viewerOf(world)).toEqual({ id: 'ann' });
    expect(world.clock.nowMs()).toBe(startMs);
  });

  it('closes when the connection goes while it waits', async () => {
    const world = await legacy(createWorld());
    const handled = world.begin('c', start);
    await world.disconnect('c');
    await world.clock.settle(handled);
    expect(world.frames('c')).toEqual([]);
    expect(world.sockets.isOpen('c')).toBe(false);
  });
});
