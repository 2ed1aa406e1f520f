import { AsyncLocalStorage } from 'node:async_hooks';
import type { PublishedEvent } from './event.ts';
import type { Shards } from './topic.ts';

/** A topic key that a source waits on, before it is spread over shards. */
export interface DescribedKey {
  /** For example `event#COMMENT_ADDED?repositoryName=apollo%2Fx`; far below DynamoDB's 2,048 bytes. */
  readonly key: string;
  readonly shards: Shards;
}

/** What a source may be given instead of a stream: everything that runs inside sees it, and nothing beside it does. */
export type Scope = DescribeScope | ReplayScope;

export interface DescribeScope {
  readonly mode: 'describe';
  /** An iterator was made that would wait on these keys. */
  register(keys: readonly DescribedKey[]): void;
  /** An iterator was pulled that has nothing to give: the source waits. Resolves when the iterator is to end, so that sources clean up. */
  waits(): Promise<void>;
}

/** What becomes of an iterator of a replay: one of both, the first that is said. */
export interface OpenIterator {
  /** It ended because the replay has no further event, for which a stream would wait. */
  exhausted(): void;
  /** The source ended it. */
  left(): void;
}

export interface ReplayScope {
  readonly mode: 'replay';
  readonly event: PublishedEvent;
  /** An iterator was pulled: resolves one turn of the event loop after the first one was. What a source yields before that is an initial value. */
  released(): Promise<void>;
  isReleased(): boolean;
  /** An iterator yields the event. */
  take(): void;
  isTaken(): boolean;
  /** An iterator was made that will end once it has yielded the event. */
  opened(): OpenIterator;
  /** Resolves when the source may be told that an iterator has nothing for it: no sooner than it had its turn with the event. */
  unheard(): Promise<void>;
  /** A filter kept the event away: it is no longer on its way. */
  dropped(): void;
  /** An iterator was pulled that waits for a later event: this replay is through. Resolves when the iterator is to end. */
  waits(): Promise<void>;
}

/** One storage for all pubsubs, because a source may combine several. */
export const scopes = new AsyncLocalStorage<Scope>();
