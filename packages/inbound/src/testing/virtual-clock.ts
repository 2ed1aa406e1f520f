import { setTimeout as realSleep } from 'node:timers/promises';
import type { Runtime } from '../inbound.ts';

export interface VirtualClock extends Runtime {
  /** Waits for `work`, moving on to the next sleeper's time whenever nothing else goes on. */
  settle<Value>(work: Promise<Value>): Promise<Value>;
  advance(ms: number): void;
}

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** How many turns of the event loop without an end make the clock move on. */
const IDLE_TURNS = 25;

export interface VirtualClockOptions {
  readonly startMs?: number;
  /** How long to wait in real time before time moves on: for tests that need a real timer. */
  readonly realMs?: number;
}

/** Time that passes only when everybody waits for it; chance that always says a half. */
export function createVirtualClock(options: VirtualClockOptions = {}): VirtualClock {
  let nowMs = options.startMs ?? 1_800_000_000_000;
  const sleepers = new Set<Sleeper>();

  const wakeNext = (): void => {
    const [next] = [...sleepers].sort((one, other) => one.atMs - other.atMs);
    if (next === undefined) throw new Error('Nothing goes on, and nobody sleeps');
    nowMs = Math.max(nowMs, next.atMs);
    next.wake();
  };

  return {
    nowMs: () => nowMs,
    random: () => 0.5,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper = {
          atMs: nowMs + ms,
          wake: () => {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake);
      }),
    advance: (ms) => {
      nowMs += ms;
    },
    settle: async (work) => {
      let isSettled = false;
      const settled = work.finally(() => {
        isSettled = true;
      });
      settled.catch(() => undefined);
      for (;;) {
        for (let turn = 0; turn < IDLE_TURNS && !isSettled; turn += 1) {
          await new Promise((resolve) => setImmediate(resolve));
        }
        if (!isSettled && options.realMs !== undefined) await realSleep(options.realMs);
        if (isSettled) return settled;
        wakeNext();
      }
    },
  };
}
