import { describe, expect, it } from 'vitest';
import { createPool } from './pool.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('createPool', () => {
  it('runs as many as it has places, in the order they came', async () => {
    const pool = createPool(2);
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const task = (n: number) => () => {
      begun.push(n);
      return new Promise<void>((resolve) => ends.push(resolve));
    };
    for (const n of [1, 2, 3, 4]) void pool.start(task(n));
    await turn();
    expect(begun).toEqual([1, 2]);
    ends[1]?.();
    await turn();
    expect(begun).toEqual([1, 2, 3]);
    ends[0]?.();
    await turn();
    expect(begun).toEqual([1, 2, 3, 4]);
  });

  it('is idle when the last one has ended, those begun meanwhile included', async () => {
    const pool = createPool(3);
    let ended = 0;
    await pool.start(async () => {
      await turn();
      await pool.start(async () => {
        await turn();
        ended += 1;
      });
      ended += 1;
    });
    await pool.idle();
    expect(ended).toBe(2);
  });
});
