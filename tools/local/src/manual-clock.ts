import type { Clock } from './clock.ts';

/** A clock for tests that moves only when it is told to. */
export interface ManualClock extends Clock {
  /** Moves on by `ms` and runs every timer that falls due, in order. */
  advance(ms: number): void;
}

interface Timer {
  readonly dueMs: number;
  readonly run: () => void;
}

/** Makes a clock that stands at `startMs`. */
export function createManualClock(startMs = 1_800_000_000_000): ManualClock {
  let nowMs = startMs;
  const timers = new Set<Timer>();

  function nextDue(untilMs: number): Timer | null {
    const due = [...timers].filter((timer) => timer.dueMs <= untilMs);
    due.sort((a, b) => a.dueMs - b.dueMs);
    return due[0] ?? null;
  }

  return {
    nowMs: () => nowMs,
    after: (ms, run) => {
      const timer = { dueMs: nowMs + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance: (ms) => {
      const untilMs = nowMs + ms;
      for (let timer = nextDue(untilMs); timer !== null; timer = nextDue(untilMs)) {
        timers.delete(timer);
        nowMs = timer.dueMs;
        timer.run();
      }
      nowMs = untilMs;
    },
  };
}
