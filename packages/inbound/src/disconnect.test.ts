import { describe, expect, it } from 'vitest';
import { createWorld, ready, testAccess } from './testing/world.ts';

const subscribe = (id: string) => ({
  type: 'subscribe',
  id,
  payload: { query: 'subscription { other { id } }' },
});

describe('createDisconnect', () => {
  it('removes all rows and tells the application whose they were', async () => {
    const told: unknown[] = [];
    const access = { ...testAccess, onDisconnect: (input: unknown) => void told.push(input) };
    const world = await ready(createWorld({ access }), undefined, { authorization: 'ann' });
    await world.send('c', subscribe('1'));
    await world.send('c', subscribe('2'));
    expect(await world.listeners('OTHER')).toHaveLength(2);

    await world.disconnect('c');
    expect(await world.listeners('OTHER')).toEqual([]);
    expect(await world.store.connection('c')).toBeNull();
    expect(told).toEqual([{ connectionId: 'c', session: { id: 'ann' }, code: 1000, reason: null }]);
  });

  it('tells the application without a session when the connection is unknown', async () => {
    const told: unknown[] = [];
    const access = { ...testAccess, onDisconnect: (input: unknown) => void told.push(input) };
    await createWorld({ access }).disconnect('c');
    expect(told).toEqual([{ connectionId: 'c', session: null, code: 1000, reason: null }]);
  });

  it('logs a hook or a store that fails', async () => {
    const world = createWorld({
      access: { ...testAccess, onDisconnect: () => Promise.reject(new Error('hook')) },
      store: (store) => ({ ...store, disconnect: () => Promise.reject(new Error('down')) }),
    });
    await world.disconnect('c');
    expect(world.log.lines).toEqual([
      'error disconnect_failed',
      'info disconnected',
      'error hook_failed',
    ]);
  });
});
