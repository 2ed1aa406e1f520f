import type { Ending } from './ending.ts';
import { timer } from './timing.ts';

/** A source that yields this much in one go is taken for endless: without a pause no timer would ever fire. */
const MAX_VALUES = 1_000;

export type Stop = 'ended' | 'stopped' | 'timed-out';

export const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** Pulls a source until it ends, `until` resolves, or it is too late; `take` gets each value. Throws what the source throws. */
export const pull = async <Value>(options: {
  readonly iterator: AsyncIterator<Value>;
  readonly take: (value: Value) => void;
  /** Asked anew for each pull. */
  readonly until: () => Promise<'stopped'>;
  readonly tooLate: Promise<'timed-out'>;
}): Promise<Stop> => {
  const { iterator, take, until, tooLate } = options;
  for (let count = 0; count < MAX_VALUES; count += 1) {
    // Whoever loses the race may still reject: the race listens to it for ever.
    const first = await Promise.race([iterator.next(), tooLate, until()]);
    if (typeof first === 'string') return first;
    if (first.done === true) return 'ended';
    take(first.value);
  }
  return 'timed-out';
};

/** How long a source may take to clean up before it is left alone. */
const CLOSE_MS = 250;

/** Asks a source to end, lets its scope's iterators end, and waits for its `finally` blocks a moment, not for ever. */
export const closeSource = async (
  iterator: AsyncIterator<unknown>,
  ending: Ending,
): Promise<void> => {
  const late = timer(CLOSE_MS, undefined);
  // `return` first: a generator that waits takes it up as soon as its pubsub iterator ends.
  const returned = (async () => iterator.return?.())();
  ending.close();
  // A failing clean-up is the source's own affair: what it had to say was said.
  await Promise.race([returned.catch(ignoreLate), late.promise, ending.abandoned]);
  late.clear();
};

const ignoreLate = (): void => undefined;
