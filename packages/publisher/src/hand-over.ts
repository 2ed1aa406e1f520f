import type { Log } from '@skein/pubsub';
import type { Budget } from './budget.ts';
import type { Leftover, Leftovers } from './leftovers.ts';
import type { ArrivedEvent, FanoutQueues, FanoutTask, FanoutWork, ParkReason } from './ports.ts';
import type { Runtime } from './runtime.ts';
import type { Tally } from './tally.ts';

export interface HandOverOptions {
  readonly arrived: ArrivedEvent;
  /** How often the work was handed on before. */
  readonly hops: number;
  readonly left: Leftovers;
  readonly queues: FanoutQueues;
  readonly budget: Budget;
  readonly runtime: Pick<Runtime, 'random'>;
  readonly tally: Tally;
  readonly log: Log;
}

/** With the first one 15 passes, under the 16 after which Lambda ends a loop by itself: the end is ours, with a reason. */
export const MAX_HOPS = 14;

/** What one task holds beside the event's text, which may take 256 KiB itself; SQS takes 1 MiB. */
const MAX_WORK_BYTES = 96 * 1024;

const LONGEST_DELAY_SECONDS = 60;

/** With less than this until its deadline an event is not handed on: nobody could do much. */
const SHORTEST_LIFE_MS = 1_000;

/**
 * Hands on what is left: to the fan-out queue, or parked where the event's time or its hops are used up. Where the queue
 * does not take it, it is parked as well. Rejects only if nothing was posted yet: then the event may come again whole.
 */
export async function handOver(options: HandOverOptions): Promise<void> {
  const { hops, left, budget, tally, log } = options;
  if (sizeOf(left) === 0) return;
  try {
    if (budget.deadlineMs() < SHORTEST_LIFE_MS)
      return await park(options, 'deadline', 'its time is up');
    if (hops >= MAX_HOPS) return await park(options, 'hops', `handed on ${hops} times`);
    await enqueue(options, left.late, 0);
    await enqueue(options, left.refused, delaySeconds(options));
  } catch (error) {
    if (tally.attempts() === 0) throw error;
    log.error('hand_over_failed', { left: sizeOf(left), error });
    await parkAtLast(options);
  }
}

/** Parks an event that was not handed on, although it has time and hops left. */
async function parkAtLast(options: HandOverOptions): Promise<void> {
  try {
    await park(options, 'hops', 'the fan-out queue did not take it');
  } catch (error) {
    // An invocation that fails now would repeat every post: the log is what is left.
    const { left, log } = options;
    log.error('event_lost', { left: sizeOf(left), error });
  }
}

async function enqueue(
  { arrived, hops, queues, tally }: HandOverOptions,
  leftover: Leftover,
  delaySeconds: number,
): Promise<void> {
  // Keys stay together: an operation that several of them lead to is recognised within one task.
  const works: FanoutWork[] = [
    ...chunks(leftover.keys).map((keys) => ({ kind: 'keys', keys }) as const),
    ...chunks(leftover.subscribers).map(
      (subscribers) => ({ kind: 'subscribers', subscribers }) as const,
    ),
  ];
  if (works.length === 0) return;
  const tasks = works.map((work): FanoutTask => ({ v: 1, event: arrived, hops: hops + 1, work }));
  await queues.enqueue(tasks, { delaySeconds });
  tally.add('queued', leftover.keys.length + leftover.subscribers.length);
  // Taken: whatever fails later must not park it too.
  leftover.keys.length = 0;
  leftover.subscribers.length = 0;
}

async function park(
  { arrived, left, queues, tally, log }: HandOverOptions,
  reason: ParkReason,
  why: string,
): Promise<void> {
  const keys = left.late.keys.length + left.refused.keys.length;
  const remaining = left.late.subscribers.length + left.refused.subscribers.length;
  const unread = keys === 0 ? '' : `, and ${keys} keys with unread rows`;
  await queues.park({
    reason,
    event: arrived.text,
    messageId: arrived.messageId,
    detail: `${why}; ${remaining} subscribers remain${unread}`,
    remaining,
  });
  tally.add('parked', keys + remaining);
  log.error('event_parked', { reason, remaining, keys });
}

/** Doubles with each hop, with jitter, and ends a little before the event's time does. */
function delaySeconds({ hops, budget, runtime }: HandOverOptions): number {
  const longest = Math.min(2 ** hops, LONGEST_DELAY_SECONDS);
  const seconds = Math.ceil(longest * (0.5 + runtime.random() / 2));
  return Math.max(1, Math.min(seconds, Math.floor(budget.deadlineMs() / 1_000) - 2));
}

function sizeOf({ late, refused }: Leftovers): number {
  return [late, refused].reduce(
    (size, { keys, subscribers }) => size + keys.length + subscribers.length,
    0,
  );
}

function chunks<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const all: Item[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    const last = all.at(-1);
    if (last === undefined || bytes + size > MAX_WORK_BYTES) {
      all.push([item]);
      bytes = size;
      continue;
    }
    last.push(item);
    bytes += size;
  }
  return all;
}
