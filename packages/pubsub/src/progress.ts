import type { OpenIterator } from './scope.ts';

/** How far a source is with the event that is replayed to it. */
export interface Progress {
  opened(): OpenIterator;
  take(): void;
  isTaken(): boolean;
  /** A value of the event arrived, or was dropped. */
  settle(): void;
  /** Whether nothing of the event is known to be on its way. */
  isSettled(): boolean;
  /** Whether an iterator ended for want of a further event. */
  isExhausted(): boolean;
  /**
   * Whether a stream would wait here: what a source yields behind its loop is none of the event's. Of a generator that
   * dropped the event nobody can tell, and nothing is kept back: a value of the event may still be on its way.
   */
  isOver(): boolean;
  /** Resolves when all iterators that are open have nothing more to give, and all that they gave has settled. */
  readonly passed: Promise<void>;
}

export const createProgress = (): Progress => {
  const passed = Promise.withResolvers<void>();
  let open = 0;
  let exhausted = 0;
  let over = false;
  let taken = 0;
  let settled = 0;
  const isSettled = () => settled >= taken;
  const isPassed = () => exhausted > 0 && open === 0 && isSettled();
  return {
    opened: () => {
      open += 1;
      over = false;
      let ended = false;
      const once = (then: () => void) => () => {
        if (ended) return;
        ended = true;
        open -= 1;
        then();
      };
      return {
        left: once(() => undefined),
        exhausted: once(() => {
          exhausted += 1;
          over = isPassed();
          if (over) passed.resolve();
        }),
      };
    },
    take: () => {
      taken += 1;
    },
    isTaken: () => taken > 0,
    settle: () => {
      settled += 1;
      if (isPassed()) passed.resolve();
    },
    isSettled,
    isExhausted: () => exhausted > 0,
    isOver: () => over,
    passed: passed.promise,
  };
};
