import { turn } from './timing.ts';

/** A source that pulls more often than this after it was told to end begins anew whenever its iterator ends, for ever. */
const MAX_LATE_PULLS = 10;

/** The end of a scope, as its iterators wait for it. */
export interface Ending {
  /** Resolves when the iterator is to end. */
  wait(): Promise<void>;
  /** Resolves when an iterator first waits. */
  readonly waiting: Promise<void>;
  /** Lets every iterator end, so that the source's `finally` blocks run. */
  close(): void;
  /** Resolves when the source does not stop after `close`: it is left where it waits. */
  readonly abandoned: Promise<void>;
}

export const createEnding = (): Ending => {
  const waiting = Promise.withResolvers<void>();
  const closing = Promise.withResolvers<void>();
  const abandoned = Promise.withResolvers<void>();
  let closed = false;
  let latePulls = 0;
  return {
    waiting: waiting.promise,
    abandoned: abandoned.promise,
    close: () => {
      closed = true;
      closing.resolve();
    },
    wait: async () => {
      waiting.resolve();
      if (!closed) return closing.promise;
      latePulls += 1;
      // Never done at once: `for (;;) for await (...)` would otherwise keep even timers from running.
      if (latePulls <= MAX_LATE_PULLS) return turn();
      abandoned.resolve();
      return new Promise(() => undefined);
    },
  };
};
