import type { Clock } from '../clock.ts';
import { StoreError } from '../store-error.ts';

const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 1000;

/** DynamoDB's names for "too fast". Both a table's and an index's throttling arrive as these. */
const THROTTLES: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
]);

/** Whether an error says that the call was not performed, because there were too many. */
export function isThrottle(error: unknown): boolean {
  return error instanceof Error && THROTTLES.has(error.name);
}

/** Waits before the next attempt. */
export type Pause = (cause: unknown) => Promise<void>;

/**
 * Starts a series of pauses with full jitter, each up to twice as long as the one before. A pause that would outlast
 * `deadlineMs` rejects with `StoreError` instead.
 */
export function createPause(clock: Clock, deadlineMs: number): Pause {
  let ceilingMs = FIRST_PAUSE_MS;
  return async (cause) => {
    const pauseMs = ceilingMs * clock.random();
    ceilingMs = Math.min(2 * ceilingMs, LONGEST_PAUSE_MS);
    if (clock.nowMs() + pauseMs >= deadlineMs) {
      throw new StoreError('DynamoDB throttled until the deadline', { cause });
    }
    await clock.sleep(pauseMs);
  };
}
