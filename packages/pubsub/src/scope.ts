import type { PublishedEvent } from './event.ts';
import type { Shards } from './topic.ts';

/** A topic key that a source waits on, before it is spread over shards. */
export interface DescribedKey {
  /** For example `event#COMMENT_ADDED?repositoryName=apollo%2Fx`; at most 1,024 bytes. */
  readonly key: string;
  readonly shards: Shards;
}

/**
 * What `describe` found out about a source (design: describing pulls once, until the source waits on the pubsub).
 * `initial` are the values that it yielded before it waited.
 */
export type Description<Value> =
  | {
      readonly outcome: 'waiting';
      readonly keys: readonly DescribedKey[];
      readonly initial: readonly Value[];
    }
  | { readonly outcome: 'ended'; readonly initial: readonly Value[] }
  | { readonly outcome: 'timed-out'; readonly initial: readonly Value[] };

/**
 * Opens a source with a pubsub that describes instead of streaming, pulls it until it waits, and closes it.
 * Everything that `open` and the source do runs inside an AsyncLocalStorage scope, so that many run side by side.
 * What `open` returns that is not an async iterable (an error result) is handed through as `refused`.
 * Throws what `open` or the source throws.
 */
export type Describe = <Value, Refusal>(options: {
  readonly open: () => Promise<AsyncIterable<Value> | Refusal>;
  readonly timeoutMs: number;
}) => Promise<Description<Value> | { readonly outcome: 'refused'; readonly refusal: Refusal }>;

/**
 * Opens the same source with a pubsub whose iterators yield exactly `event` (where their keys match it) and then end,
 * and gives each value that it yields after that. Values from before it waited on the pubsub are skipped: they were
 * initial values. Throws what the source throws, and a `ReplayTimeoutError` when it neither yields nor ends in time.
 */
export type Replay = <Value, Refusal>(options: {
  readonly event: PublishedEvent;
  readonly open: () => Promise<AsyncIterable<Value> | Refusal>;
  readonly timeoutMs: number;
}) => Promise<
  | { readonly outcome: 'replayed'; readonly values: readonly Value[] }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
>;
