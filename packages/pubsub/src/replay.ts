import type { Refused } from './describe.ts';
import { createEnding } from './ending.ts';
import type { PublishedEvent } from './event.ts';
import { createProgress } from './progress.ts';
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
      // Behind its loop a source does what no stream would let it do: neither its errors nor its waits are the event's.
      const stop = await pull({ iterator, take, until, tooLate: late.promise }).catch((error) => {
        if (scope.isOver()) return 'stopped' as const;
        throw error;
      });
      if (stop === 'timed-out' && !scope.isOver()) throw tooLate(timeoutMs);
      return { outcome: 'replayed', values, ended: stop === 'ended' && scope.isEnd() };
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
  const progress = createProgress();
  let pulled = false;
  let released = false;
  const settle = () => {
    if (released) progress.settle();
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
    take: progress.take,
    isTaken: progress.isTaken,
    opened: progress.opened,
    isOver: progress.isOver,
    // A source that took nothing never came to wait for the event, so it did not end at it: a stream would be past that.
    isEnd: () => !progress.isExhausted() && (event.kind === 'completion' || progress.isTaken()),
    dropped: settle,
    arrived: settle,
    unheard: () => timer(STEP_MS, undefined).promise,
    waits: ending.wait,
    ending,
    through: Promise.race([ending.waiting, progress.passed]).then(async () => {
      for (let step = 0; step < MAX_STEPS; step += 1) {
        await timer(STEP_MS, undefined).promise;
        if (progress.isSettled()) break;
      }
      return 'stopped' as const;
    }),
  } satisfies ReplayScope & Record<string, unknown>;
};
