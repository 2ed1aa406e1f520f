import type { Refused } from './describe.ts';
import { createEnding } from './ending.ts';
import type { PublishedEvent } from './event.ts';
import { closeSource, isAsyncIterable, pull, timer, turn } from './pull.ts';
import { type ReplayScope, scopes } from './scope.ts';

/** A replayed source was not through with its event in time. */
export class ReplayTimeoutError extends Error {
  override readonly name = 'ReplayTimeoutError';
}

export interface Replayed<Value> {
  readonly outcome: 'replayed';
  readonly values: readonly Value[];
}

export interface ReplayOptions<Value, Refusal> {
  readonly event: PublishedEvent;
  readonly open: () => Promise<AsyncIterable<Value> | Refusal>;
  readonly timeoutMs: number;
}

/**
 * Opens a source with a pubsub whose iterators yield exactly `event`, where their keys match it, and then end: whatever
 * filters, maps or wraps the pubsub works unmodified. Values from before the source waited are skipped: they were
 * initial values. Many run side by side, each seeing only its own event; they share the payload object.
 * Throws what the source throws, and a `ReplayTimeoutError` where it does not end in time.
 */
export const replay = <Value, Refusal>(
  options: ReplayOptions<Value, Refusal>,
): Promise<Replayed<Value> | Refused<Refusal>> => {
  const scope = createScope(options.event);
  return scopes.run(scope, () => replayIn(scope, options));
};

const replayIn = async <Value, Refusal>(
  scope: ReturnType<typeof createScope>,
  { open, timeoutMs }: ReplayOptions<Value, Refusal>,
): Promise<Replayed<Value> | Refused<Refusal>> => {
  const late = timer(timeoutMs, 'timed-out' as const);
  const values: Value[] = [];
  try {
    const opened = await Promise.race([open(), late.promise]);
    if (opened === 'timed-out') throw tooLate(timeoutMs);
    if (!isAsyncIterable(opened)) return { outcome: 'refused', refusal: opened as Refusal };
    const iterator = (opened as AsyncIterable<Value>)[Symbol.asyncIterator]();
    const take = (value: Value) => void (scope.isReleased() && values.push(value));
    try {
      const stop = await pull({ iterator, take, until: scope.through, tooLate: late.promise });
      if (stop === 'timed-out') throw tooLate(timeoutMs);
      return { outcome: 'replayed', values };
    } finally {
      await closeSource(iterator, scope.ending);
    }
  } finally {
    scope.ending.close();
    late.clear();
  }
};

const tooLate = (timeoutMs: number) =>
  new ReplayTimeoutError(
    `The source of a subscription was not through with its event within ${timeoutMs} ms.`,
  );

/** What is left to a source that waits for a later event already, for values of this one that are still on their way. */
const GRACE_MS = 25;

const createScope = (event: PublishedEvent) => {
  const release = Promise.withResolvers<void>();
  const ending = createEnding();
  let pulled = false;
  let released = false;
  let taken = false;
  return {
    mode: 'replay',
    event,
    released: () => {
      if (!pulled) {
        pulled = true;
        void turn().then(() => {
          released = true;
          release.resolve();
        });
      }
      return release.promise;
    },
    isReleased: () => released,
    take: () => {
      taken = true;
    },
    isTaken: () => taken,
    waits: ending.wait,
    ending,
    through: async () => {
      await ending.waiting;
      await timer(GRACE_MS, undefined).promise;
      return 'stopped' as const;
    },
  } satisfies ReplayScope & Record<string, unknown>;
};
