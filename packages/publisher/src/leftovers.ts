import type { Subscriber } from '@skein/store';
import type { TopicPosition } from './ports.ts';

/** Work that another invocation has to do. */
export interface Leftover {
  readonly keys: TopicPosition[];
  readonly subscribers: Subscriber[];
}

/** What an invocation did not do. */
export interface Leftovers {
  /** There was no time: at once. */
  readonly late: Leftover;
  /** Throttled, forbidden or failed: after a while. */
  readonly refused: Leftover;
}

/** Makes empty leftovers. */
export function createLeftovers(): Leftovers {
  return { late: { keys: [], subscribers: [] }, refused: { keys: [], subscribers: [] } };
}
