import type { Runtime } from './runtime.ts';

/** Spaces calls evenly, however many invocations of one environment make them. */
export interface Pacer {
  /** Resolves when the caller's turn has come; at once to false, taking no turn, when that is later than `withinMs`. */
  turn(withinMs: number): Promise<boolean>;
}

/** Makes a pacer of `perSecond` turns. */
export function createPacer(options: {
  readonly perSecond: number;
  readonly runtime: Pick<Runtime, 'nowMs' | 'sleep'>;
}): Pacer {
  const { perSecond, runtime } = options;
  if (!(perSecond > 0)) throw new RangeError(`Expected a positive rate, got ${perSecond}`);
  const intervalMs = 1_000 / perSecond;
  let freeAtMs = 0;
  return {
    turn: async (withinMs) => {
      const nowMs = runtime.nowMs();
      const atMs = Math.max(nowMs, freeAtMs);
      if (atMs - nowMs > withinMs) return false;
      freeAtMs = atMs + intervalMs;
      if (atMs > nowMs) await runtime.sleep(atMs - nowMs);
      return true;
    },
  };
}
