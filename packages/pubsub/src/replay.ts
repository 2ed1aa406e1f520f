import type { Refused } from './describe.ts';
import { createEnding } from './ending.ts';
import type { PublishedEvent } from './event.ts';
import { closeSource, isAsyncIterable, pull } from './pull.ts';
import { type ReplayScope, scopes } from './scope.ts';
import { timer, turn } from './timing.ts';

/** A replayed source was not through with its event in time. */
export class ReplayTimeoutError extends Error {
  override readonly name = 'ReplayTimeoutError';
}

export interface Replayed<Value> {
  readonly outcome: 'replayed';
  readonly values: readonly Value[];
  /** The source ended by itself: after its last event, or because the event completed it. */
  readonly ended: boolean;
}

export interface ReplayOptions<Value, Refusal> {
  readonly event: PublishedEvent;
  readonly open: () => Promise<AsyncIterable<Value> | Refusal>;
  readonly timeoutMs: number;
}

/**
 * Opens a source with a pubsub whose iterators yield exactly `event`, where their keys match it, and then end: whatever
 * filters, maps or wraps the pubsub works unmodified. Of a completion, those that it means end, and the others wait.
 * Values from before the source waited are skipped: they were initial values; so are those from behind its loop, unless a
 * completion led there. Many run side by side, each seeing only its own event; they share the payload object.
 * Throws what the source throws, and a `ReplayTimeoutError` where it is not through in time.
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
    const take = (value: Value) => {
      if (!scope.isReleased() || scope.isOver()) return;
      values.push(value);
      scope.arrived();
    };
    try {
      const until = () => scope.through;
      const stop = await pull({ iterator, take, until, tooLate: late.promise });
      if (stop === 'timed-out') throw tooLate(timeoutMs);
      return { outcome: 'replayed', values, ended: stop === 'ended' && !scope.isExhausted() };
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

/** How often a source that waits for a later event is asked whether values of this one are still on their way. */
const STEP_MS = 25;

/** How long they may take when nobody can tell: a generator may have dropped the event, or a slow resolver work on it. */
const MAX_STEPS = 40;

const createScope = (event: PublishedEvent) => {
  const release = Promise.withResolvers<void>();
  const ending = createEnding();
  let pulled = false;
  let released = false;
  let opened = 0;
  let exhausted = 0;
  let over = false;
  let taken = 0;
  let settled = 0;
  const settle = () => {
    if (released) settled += 1;
  };
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
      taken += 1;
    },
    isTaken: () => taken > 0,
    opened: () => {
      opened += 1;
      over = false;
    },
    exhausted: () => {
      exhausted += 1;
      over = exhausted === opened && settled >= taken;
    },
    isExhausted: () => exhausted > 0,
    // A stream would wait here: what a source yields behind its loop is none of the event's. Of a generator that dropped
    // the event nobody can tell, and nothing is kept back: a value of the event may still be on its way.
    isOver: () => over,
    dropped: settle,
    arrived: settle,
    waits: ending.wait,
    ending,
    through: ending.waiting.then(async () => {
      for (let step = 0; step < MAX_STEPS; step += 1) {
        await timer(STEP_MS, undefined).promise;
        if (settled >= taken) break;
      }
      return 'stopped' as const;
    }),
  } satisfies ReplayScope & Record<string, unknown>;
};
