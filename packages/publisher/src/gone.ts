import type { Log } from '@skein/pubsub';
import type { Store, Subscriber } from '@skein/store';
import type { Budget } from './budget.ts';
import { createPool } from './pool.ts';

export interface DropGoneOptions {
  readonly gone: readonly Subscriber[];
  /** How many posts were attempted beside. */
  readonly attempts: number;
  readonly store: Pick<Store, 'dropGone'>;
  readonly budget: Budget;
  readonly log: Log;
}

/** From so many posts on, more than half of them gone are taken for a wrong endpoint. */
const SUSPICIOUS_POSTS = 100;

const DROPS_AT_ONCE = 10;

/** Deleting stops so long before the invocation ends. */
const RESERVE_MS = 500;

/**
 * Deletes the rows of connections that are gone, once the whole event is known: a wrong endpoint must not erase live
 * subscriptions. What time does not allow is met again by the next event. Never rejects.
 */
export async function dropAllGone(options: DropGoneOptions): Promise<void> {
  const { gone, attempts, store, budget, log } = options;
  if (attempts >= SUSPICIOUS_POSTS && gone.length * 2 > attempts) {
    log.error('gone_suspicious', { gone: gone.length, posts: attempts });
    return;
  }
  const drops = createPool(DROPS_AT_ONCE);
  for (const subscriber of gone) {
    if (budget.remainingMs() < RESERVE_MS) break;
    await drops.start(async () => {
      const { connectionId, operationId } = subscriber;
      await store.dropGone(subscriber).catch((error: unknown) => {
        log.warn('drop_failed', { connectionId, operationId, error });
      });
    });
  }
  await drops.idle();
}
