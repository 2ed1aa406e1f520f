import { AsyncLocalStorage } from 'node:async_hooks';
import type { PublishedEvent } from './event.ts';
import type { Shards } from './topic.ts';

/** A topic key that a source waits on, before it is spread over shards. */
export interface DescribedKey {
  /** For example `event#COMMENT_ADDED?repositoryName=apollo%2Fx`; at most 1,024 bytes. */
  readonly key: string;
  readonly shards: Shards;
}

/** What a source may be given instead of a stream: everything that runs inside sees it, and nothing beside it does. */
export type Scope = DescribeScope | ReplayScope;

export interface DescribeScope {
  readonly mode: 'describe';
  /** An iterator was made that would wait on these keys. */
  register(keys: readonly DescribedKey[]): void;
  /** An iterator was pulled: the source waits. */
  pulled(): void;
  /** Resolves when the description is complete: iterators then end, so that sources clean up. */
  readonly closed: Promise<void>;
}

export interface ReplayScope {
  readonly mode: 'replay';
  readonly event: PublishedEvent;
  pulled(): void;
  /** Resolves one turn of the event loop after the first pull: what a source yields before that is an initial value. */
  readonly released: Promise<void>;
}

/** One storage for all pubsubs, because a source may combine several. */
export const scopes = new AsyncLocalStorage<Scope>();
