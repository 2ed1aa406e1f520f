import { operationHash } from '../row-id.ts';
import type { Store } from '../store.ts';
import { StoreError } from '../store-error.ts';
import { type Item, number, readHashes, text } from './attributes.ts';
import { markCompleted, readCompletedMs } from './completed-mark.ts';
import { type Adapter, getLive, liveRows } from './live-rows.ts';
import { leavePlace, returnPlace } from './operation-set.ts';
import { deleteFurtherTopics, sweepFurtherTopics } from './partition.ts';
import { connectionKey, operationKey } from './row-keys.ts';
import { readSubprotocol, subprotocolAttribute } from './subprotocol-attribute.ts';
import { decodeSubscription } from './subscription-row.ts';
import type { Written } from './table.ts';
import { encodeTombstone } from './tombstone-row.ts';

/** How often a subscription may come between the delete and the tombstone, before that is trouble. */
const MAX_ROUNDS = 5;

/** On a connection that speaks the other subprotocol the frame is malformed, and changes nothing. */
const SPEAKS_IT = 'p = :subprotocol';

/** Under the id may stand nothing, a row not newer than this message (removed; equal: complete is later), or a newer one. */
const NOT_NEWER = 'attribute_not_exists(id) OR t <= :time';

/**
 * Where nothing stood, by now there may be still nothing, this message's own tombstone (a repeated write), an older one,
 * an expired row, or a subscription that came in between: only that refuses, and is to be looked at again.
 */
const STILL_NOTHING =
  'attribute_not_exists(id) OR m = :message OR #ttl <= :now OR (attribute_not_exists(d) AND t < :time)';

type Completion = Parameters<Store['complete']>[0];
type CompleteOutcome = Awaited<ReturnType<Store['complete']>>;

/** Removes a subscription, or leaves a tombstone for it. The place in the set goes first, for it tells the connection. */
export async function complete(adapter: Adapter, completion: Completion): Promise<CompleteOutcome> {
  const { connectionId, operationId } = completion;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const left = await leavePlace(adapter, connectionId, operationId, {
      expression: SPEAKS_IT,
      values: { ':subprotocol': subprotocolAttribute(completion.subprotocol) },
    });
    if (!left.ok) {
      const refusal = await findRefusal(adapter, completion);
      if (refusal !== null) return refusal;
      continue;
    }
    const outcome = await removeRow(adapter, completion, left);
    if (outcome !== null) return outcome;
  }
  throw new StoreError(
    `The row of a subscription changed ${MAX_ROUNDS} times while it was removed`,
  );
}

async function findRefusal(
  adapter: Adapter,
  { connectionId, subprotocol }: Completion,
): Promise<'unregistered' | 'other-subprotocol' | null> {
  const row = await getLive(adapter, connectionKey(connectionId));
  if (row === null) return 'unregistered';
  return readSubprotocol(row) === subprotocol ? null : 'other-subprotocol';
}

/** Null where a subscription came in between, or went. */
async function removeRow(
  adapter: Adapter,
  completion: Completion,
  left: Written & { readonly ok: true },
): Promise<'completed' | 'none' | null> {
  const { connectionId, operationId, stamp } = completion;
  const removed = await adapter.table.delete(operationKey(connectionId, operationId), {
    expression: NOT_NEWER,
    values: { ':time': number(stamp.timeMs) },
  });
  if (!removed.ok) return keepNewer(adapter, completion);

  const subscription = removed.old && storedSubscription(adapter, removed.old);
  if (subscription) {
    await deleteFurtherTopics(adapter.table, subscription);
    return 'completed';
  }
  const wasCompleted = removed.repeated && (await findLost(adapter, completion, left));
  const isMarked = await putTombstone(adapter, completion);
  if (!isMarked) return null;
  return wasCompleted ? 'completed' : 'none';
}

function storedSubscription(adapter: Adapter, row: Item) {
  const live = liveRows(adapter, [row])[0];
  return live === undefined ? null : decodeSubscription(live);
}

/** A newer subscription stays, marked for the one that this message ends. Null where it has gone since. */
async function keepNewer(adapter: Adapter, completion: Completion): Promise<'none' | null> {
  const { connectionId, operationId, stamp } = completion;
  const row = await getLive(adapter, operationKey(connectionId, operationId));
  if (row === null || decodeSubscription(row) === null) return 'none';
  await returnPlace(adapter, connectionId, operationId);
  if ((readCompletedMs(row) ?? 0) >= stamp.timeMs) return 'none';
  const mark = { connectionId, operationId, completedMs: stamp.timeMs };
  return (await markCompleted(adapter, mark)) ? 'none' : null;
}

/**
 * A repeated delete that finds nothing may have deleted a subscription the first time. The set said whether one was
 * stored; if that answer was lost too, it counts as one: better told twice than never. Its further topics are looked for.
 */
async function findLost(
  adapter: Adapter,
  { connectionId, operationId, stamp }: Completion,
  left: Written & { readonly ok: true },
): Promise<boolean> {
  await sweepFurtherTopics(adapter.table, {
    connectionId,
    operationId,
    timeMs: stamp.timeMs,
    exceptMessageId: stamp.messageId,
  });
  const before = left.old === null ? new Set() : readHashes(left.old, 'operations');
  return left.repeated || before.has(operationHash(operationId).toString('base64url'));
}

async function putTombstone(
  adapter: Adapter,
  { connectionId, operationId, stamp }: Completion,
): Promise<boolean> {
  const nowMs = adapter.clock.nowMs();
  const row = encodeTombstone({ connectionId, operationId, stamp, nowMs });
  const written = await adapter.table.put(row, {
    expression: STILL_NOTHING,
    names: { '#ttl': 'ttl' },
    values: {
      ':message': text(stamp.messageId),
      ':now': number(Math.floor(nowMs / 1000)),
      ':time': number(stamp.timeMs),
    },
  });
  return written.ok;
}
