import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';

/** Time that moves only when a test says so. */
export interface VirtualClock {
  nowMs(): number;
  /** Ends a turn of the event loop later, however long it was to be: pauses of the cores cost a test nothing. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Always a half: nothing is left to chance. */
  random(): number;
  advance(ms: number): void;
}

/** Makes a clock that stands still at `startMs`. */
export function createVirtualClock(startMs: number): VirtualClock {
  let nowMs = startMs;
  return {
    nowMs: () => nowMs,
    sleep: async (ms, signal) => {
      if (signal === undefined) return turn();
      // Whoever waits with a signal guards against what hangs in real time. Such a guard keeps no process alive.
      await wait(ms, undefined, { ref: false, signal }).catch(() => undefined);
    },
    random: () => 0.5,
    advance: (ms) => {
      nowMs += ms;
    },
  };
}
