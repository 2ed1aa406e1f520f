import { describe, expect, it } from 'vitest';
import { createPacer } from './pacer.ts';

const createClock = () => {
  let nowMs = 1_000;
  const slept: number[] = [];
  return {
    slept,
    nowMs: () => nowMs,
    sleep: async (ms: number) => void slept.push(ms),
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
};

describe('createPacer', () => {
  it('spaces turns evenly when they are asked for all at once', async () => {
    const clock = createClock();
    const pacer = createPacer({ perSecond: 100, runtime: clock });
    await Promise.all([1, 2, 3, 4].map(() => pacer.turn(1_000)));
    expect(clock.slept).toEqual([10, 20, 30]);
  });

  it('saves no turns up', async () => {
    const clock = createClock();
    const pacer = createPacer({ perSecond: 100, runtime: clock });
    await pacer.turn(1_000);
    clock.pass(5_000);
    await Promise.all([1, 2].map(() => pacer.turn(1_000)));
    expect(clock.slept).toEqual([10]);
  });

  it('gives no turn, and takes none, when it would come too late', async () => {
    const clock = createClock();
    const pacer = createPacer({ perSecond: 10, runtime: clock });
    expect(await pacer.turn(0)).toBe(true);
    expect(await pacer.turn(99)).toBe(false);
    expect(await pacer.turn(100)).toBe(true);
    expect(await pacer.turn(-1)).toBe(false);
    expect(clock.slept).toEqual([100]);
  });

  it('throws when the rate is no rate', () => {
    for (const perSecond of [0, -1, Number.NaN]) {
      expect(() => createPacer({ perSecond, runtime: createClock() })).toThrow(RangeError);
    }
  });
});
