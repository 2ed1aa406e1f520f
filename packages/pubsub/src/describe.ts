import { createEnding } from './ending.ts';
import { closeSource, isAsyncIterable, pull } from './pull.ts';
import { type DescribedKey, type DescribeScope, scopes } from './scope.ts';
import { timer, turn } from './timing.ts';

/** What a source would wait for. `initial` are the values that it yielded before it waited. */
export type Description<Value> =
  | {
      readonly outcome: 'waiting';
      readonly keys: readonly DescribedKey[];
      readonly initial: readonly Value[];
    }
  | { readonly outcome: 'ended'; readonly initial: readonly Value[] }
  | { readonly outcome: 'timed-out'; readonly initial: readonly Value[] };

/** What `open` returned in place of a source: an error result. */
export interface Refused<Refusal> {
  readonly outcome: 'refused';
  readonly refusal: Refusal;
}

export interface DescribeOptions<Value, Refusal> {
  readonly open: () => Promise<AsyncIterable<Value> | Refusal>;
  readonly timeoutMs: number;
}

/**
 * Opens a source with a pubsub that describes instead of streaming, pulls it until it waits on the pubsub, and closes it.
 * Pulling is needed because a generator's body runs only when pulled. Many run side by side without meeting.
 * Throws what `open` or the source throws.
 */
export const describe = <Value, Refusal>(
  options: DescribeOptions<Value, Refusal>,
): Promise<Description<Value> | Refused<Refusal>> => {
  const scope = createScope();
  return scopes.run(scope, () => describeIn(scope, options));
};

const describeIn = async <Value, Refusal>(
  scope: ReturnType<typeof createScope>,
  { open, timeoutMs }: DescribeOptions<Value, Refusal>,
): Promise<Description<Value> | Refused<Refusal>> => {
  const late = timer(timeoutMs, 'timed-out' as const);
  const initial: Value[] = [];
  try {
    const opened = await Promise.race([open(), late.promise]);
    if (opened === 'timed-out') return { outcome: 'timed-out', initial };
    if (!isAsyncIterable(opened)) return { outcome: 'refused', refusal: opened as Refusal };
    const iterator = (opened as AsyncIterable<Value>)[Symbol.asyncIterator]();
    const take = (value: Value) => void initial.push(value);
    try {
      const stop = await pull({ iterator, take, until: scope.settled, tooLate: late.promise });
      if (stop === 'stopped') return { outcome: 'waiting', keys: scope.keys(), initial };
      return { outcome: stop, initial };
    } finally {
      await closeSource(iterator, scope.ending);
    }
  } finally {
    scope.ending.close();
    late.clear();
  }
};

const createScope = () => {
  const keys = new Map<string, DescribedKey>();
  const ending = createEnding();
  return {
    mode: 'describe',
    register: (described) => {
      for (const key of described) keys.set(key.key, key);
    },
    waits: ending.wait,
    keys: () => [...keys.values()],
    ending,
    // A pipe that merges sources pulls all of them at once: an initial value of another may be on its way.
    settled: async () => {
      await ending.waiting;
      await turn();
      return 'stopped' as const;
    },
  } satisfies DescribeScope & Record<string, unknown>;
};
