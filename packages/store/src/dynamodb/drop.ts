import type { Subscriber } from '../store.ts';
import { text } from './attributes.ts';
import { type Adapter, getLive } from './live-rows.ts';
import { leavePlace, returnPlace } from './operation-set.ts';
import { deleteFurtherTopics } from './partition.ts';
import { connectionKey, operationKey } from './row-keys.ts';
import { decodeSubscription } from './subscription-row.ts';

/** The index lags: by now the row may be another message's, which stays. */
const IS_THAT_MESSAGES = 'm = :message';

/** The row may have gone already (a repeated write, another delivery), be that message's, or another's, which stays. */
const NOT_ANOTHERS = `attribute_not_exists(id) OR ${IS_THAT_MESSAGES}`;

/** Removes the row that led to a gone connection, and the connection's. Its other rows go at their own 410. */
export async function dropGone(adapter: Adapter, subscriber: Subscriber): Promise<void> {
  const { connectionId, rowId, messageId } = subscriber;
  const condition = { expression: IS_THAT_MESSAGES, values: { ':message': text(messageId) } };
  await Promise.all([
    adapter.table.delete({ connectionId, id: rowId }, condition),
    adapter.table.delete(connectionKey(connectionId)),
  ]);
}

/** Ends one subscription: its place in the set, its row, its further topics. */
export async function dropSubscription(adapter: Adapter, subscriber: Subscriber): Promise<void> {
  const { connectionId, operationId, messageId } = subscriber;
  await leavePlace(adapter, connectionId, operationId);
  const key = operationKey(connectionId, operationId);
  const condition = { expression: NOT_ANOTHERS, values: { ':message': text(messageId) } };
  const removed = await adapter.table.delete(key, condition);
  // The further topics bear the message's id: they are its own, whoever stands under the operation's id now.
  await deleteFurtherTopics(adapter.table, subscriber);
  if (removed.ok) return;
  const row = await getLive(adapter, key);
  const isSubscription = row !== null && decodeSubscription(row) !== null;
  if (isSubscription) await returnPlace(adapter, connectionId, operationId);
}
