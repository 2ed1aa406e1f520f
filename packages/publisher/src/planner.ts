import type { Log } from '@skein/pubsub';
import type { Store, Subscriber } from '@skein/store';
import type { Budget } from './budget.ts';
import type { Leftovers } from './leftovers.ts';
import { createPool, type Pool } from './pool.ts';
import type { FanoutWork, TopicPosition } from './ports.ts';
import type { Tally } from './tally.ts';

export interface PlanOptions {
  readonly work: FanoutWork;
  readonly store: Pick<Store, 'subscribers'>;
  /** Brings one subscriber the event; never rejects, and leaves over by itself what it can't do. */
  readonly deliver: (subscriber: Subscriber) => Promise<void>;
  readonly budget: Budget;
  readonly left: Leftovers;
  readonly tally: Tally;
  readonly log: Log;
}

/** Posts side by side: at 10 ms each they reach the account's 10,000 a second. */
const DELIVERIES_AT_ONCE = 100;

/** Index keys read side by side. */
const READS_AT_ONCE = 8;

/**
 * Decides what this invocation does of the work and what it leaves. For now: everything that it has time for, pages read
 * no faster than they are delivered, so that memory holds some pages and never all subscribers.
 */
export async function carryOut(options: PlanOptions): Promise<void> {
  const { work, deliver } = options;
  const deliveries = createPool(DELIVERIES_AT_ONCE);
  if (work.kind === 'subscribers') {
    options.tally.add('rows', work.subscribers.length);
    for (const subscriber of work.subscribers) await deliveries.start(() => deliver(subscriber));
  } else {
    const reads = createPool(READS_AT_ONCE);
    for (const position of work.keys) {
      await reads.start(() => deliverKey(options, position, deliveries));
    }
    await reads.idle();
  }
  await deliveries.idle();
}

/** Reads a key page by page; where it has to stop, the rest of the key is left from the last page taken. */
async function deliverKey(
  { store, deliver, budget, left, tally, log }: PlanOptions,
  { topic, cursor }: TopicPosition,
  deliveries: Pool,
): Promise<void> {
  // Once a subscriber came too late, all those that are not read yet would.
  const isOver = () => budget.leftMs() <= 0 || left.late.subscribers.length > 0;
  let next = cursor;
  if (isOver()) return void left.late.keys.push({ topic, cursor });
  try {
    for await (const page of store.subscribers(topic, cursor ?? undefined)) {
      tally.add('rows', page.subscribers.length);
      for (const subscriber of page.subscribers) {
        await deliveries.start(() => deliver(subscriber));
      }
      next = page.cursor;
      if (next === null) return;
      if (isOver()) return void left.late.keys.push({ topic, cursor: next });
    }
  } catch (error) {
    // Without the key: its values are the payload's.
    log.error('read_failed', { error });
    left.refused.keys.push({ topic, cursor: next });
  }
}
