import { describe, expect, it } from 'vitest';
import { createVirtualClock } from './virtual-clock.ts';

describe('createVirtualClock', () => {
  it('moves when it is told to, not when somebody sleeps', async () => {
    const clock = createVirtualClock(1_000);
    await clock.sleep(3_600_000);
    expect([clock.nowMs(), clock.random()]).toEqual([1_000, 0.5]);
    clock.advance(500);
    expect(clock.nowMs()).toBe(1_500);
  });

  it('guards in real time, until the guard is called off', async () => {
    const clock = createVirtualClock(0);
    const done = new AbortController();
    const guard = clock.sleep(3_600_000, done.signal).then(() => 'over');
    const turn = clock.sleep(0).then(() => 'turn');
    expect(await Promise.race([guard, turn])).toBe('turn');
    done.abort();
    expect(await guard).toBe('over');
    expect(await clock.sleep(1, new AbortController().signal)).toBe(undefined);
  });
});
