import { describe, expect, it } from 'vitest';
import { reconnectDelayMs } from './reconnect-delay.ts';

const CLIENTS = 10_000;
/** New connections a second that an account takes. */
const QUOTA = 500;

/** Numbers of [0, 1) that are the same in each run. */
function createRandom(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

describe('reconnectDelayMs', () => {
  it('keeps 10,000 clients below 500 connections a second when they are spread over 3 ms each', () => {
    const random = createRandom();
    const seconds = new Map<number, number>();
    for (let client = 0; client < CLIENTS; client += 1) {
      const delayMs = reconnectDelayMs({ retries: 0, spreadMs: 3 * CLIENTS, random });
      const second = Math.floor(delayMs / 1_000);
      seconds.set(second, (seconds.get(second) ?? 0) + 1);
    }
    expect(Math.max(...seconds.values())).toBeLessThan(QUOTA);
  });

  it('brings 10,000 clients back within two minutes by the default spread, whose refused upgrades wait longer', () => {
    const random = createRandom();
    /** Of each second, the failures that those who come then have behind them. */
    const arrivals: number[][] = [];
    const arrive = (second: number, retries: number): void => {
      const delayMs = reconnectDelayMs({ retries, spreadMs: 5_000, random });
      const then = second + Math.ceil(delayMs / 1_000);
      arrivals[then] = [...(arrivals[then] ?? []), retries];
    };
    for (let client = 0; client < CLIENTS; client += 1) arrive(0, 0);
    let accepted = 0;
    let second = 0;
    for (; accepted < CLIENTS && second < 1_000; second += 1) {
      const present = arrivals[second] ?? [];
      accepted += Math.min(QUOTA, present.length);
      for (const retries of present.slice(QUOTA)) arrive(second, retries + 1);
    }
    expect(accepted).toBe(CLIENTS);
    expect(second).toBeLessThan(120);
  });

  it.each([
    [0, 5_000],
    [1, 10_000],
    [3, 40_000],
    [4, 60_000],
    [100, 60_000],
  ])('waits, after %i failures, less than %i ms', (retries, limitMs) => {
    const delay = (random: number) =>
      reconnectDelayMs({ retries, spreadMs: 5_000, random: () => random });
    expect(delay(0)).toBe(0);
    expect(delay(0.5)).toBe(limitMs / 2);
  });
});
