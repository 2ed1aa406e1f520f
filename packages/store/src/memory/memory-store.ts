import type { Json, JsonObject } from '@skein/protocol';
import type { Clock } from '../clock.ts';
import { connectionTtl, tombstoneTtl } from '../lifetimes.ts';
import { operationRowId, topicRowId } from '../row-id.ts';
import { assertIdentityFits, assertSubscriptionFits } from '../row-size.ts';
import type { Connection, NewSubscription, Store, TextReference } from '../store.ts';
import { type ReferredText, referSession, referVariables } from '../text-reference.ts';
import { createMemoryIndex } from './memory-index.ts';
import { type ConnectionRow, createMemoryRows, type OperationRow } from './memory-rows.ts';
import { createMemoryTexts, type MemoryTexts } from './memory-texts.ts';

const DEFAULT_PAGE_SIZE = 1000;

export interface MemoryStoreOptions {
  /** The endpoint that subscribers carry as null; null where there is none. */
  readonly defaultCallbackUrl: string | null;
  readonly clock: Pick<Clock, 'nowMs'>;
  /** How far the index is behind, in milliseconds, asked at each read. @default 0 */
  readonly indexLagMs?: () => number;
  /** Subscribers per page. @default 1,000 */
  readonly pageSize?: number;
}

/** Creates a store of one process: the rules of the DynamoDB adapter, each operation in one step. For tests. */
export function createMemoryStore(options: MemoryStoreOptions): Store {
  const { defaultCallbackUrl } = options;
  const { nowMs } = options.clock;
  const { indexLagMs: lagMs = () => 0, pageSize = DEFAULT_PAGE_SIZE } = options;
  const index = createMemoryIndex({ nowMs, lagMs, pageSize });
  const rows = createMemoryRows(nowMs, index);
  const texts = createMemoryTexts(nowMs);

  const heldIds = (connectionId: string) =>
    rows.subscribedIds(connectionId).filter((id) => rows.operation(connectionId, id) !== null);

  return {
    async connect(connection) {
      assertIdentityFits(connection.identity);
      const ttl = connectionTtl(connection.connectedAtMs);
      rows.putConnection({ ...connection, ttl, acknowledged: null });
    },

    async connection(connectionId) {
      const row = rows.connection(connectionId);
      return row && asConnection(row, heldIds(connectionId));
    },

    async acknowledge({ connectionId, identity, stamp, repeat }) {
      assertIdentityFits(identity);
      const row = rows.connection(connectionId);
      if (row === null) return 'unregistered';
      const isAnothers = row.acknowledged !== null && row.acknowledged !== stamp.messageId;
      if (isAnothers && repeat === 'once') return 'already';
      const acknowledged = stamp.messageId;
      rows.putConnection({ ...row, acknowledged, identity: identity ?? row.identity });
      return 'acknowledged';
    },

    async subscribe(subscription) {
      assertSubscriptionFits(subscription, defaultCallbackUrl);
      const { connectionId, operationId, limit } = subscription;
      if (limit < 1) return 'limit';
      const before = rows.operation(connectionId, operationId);
      const refusal = before && refusalBy(before, subscription);
      if (refusal) return refusal;
      if (rows.connection(connectionId) === null) return 'unregistered';
      const others = heldIds(connectionId).filter((id) => id !== operationId);
      if (others.length >= limit) return 'limit';
      const completedMs = before?.kind === 'tombstone' ? before.stamp.timeMs : null;
      const row = { ...asRow(subscription, { texts, defaultCallbackUrl }), completedMs };
      rows.putOperation(connectionId, operationId, row);
      return 'stored';
    },

    async subscription(connectionId, operationId) {
      const row = rows.operation(connectionId, operationId);
      if (row?.kind !== 'subscription') return null;
      const { stamp, completedMs } = row;
      return { ...stamp, ...(completedMs !== null && { completedMs }) };
    },

    async complete({ connectionId, operationId, subprotocol, stamp }) {
      const connection = rows.connection(connectionId);
      if (connection === null) return 'unregistered';
      if (connection.subprotocol !== subprotocol) return 'other-subprotocol';
      const row = rows.operation(connectionId, operationId);
      if (row !== null && row.stamp.timeMs > stamp.timeMs) {
        rows.markCompleted(connectionId, operationId, stamp.timeMs);
        return 'none';
      }
      if (row?.kind === 'subscription') {
        rows.removeOperation(connectionId, operationId);
        return 'completed';
      }
      const tombstone = { kind: 'tombstone', stamp, ttl: tombstoneTtl(nowMs()) } as const;
      rows.putOperation(connectionId, operationId, tombstone);
      return 'none';
    },

    async disconnect(connectionId) {
      // API Gateway ends a connection when its rows end: what has just expired is still reported.
      const held = heldIds(connectionId);
      const row = rows.removeConnection(connectionId);
      const operationIds = rows.subscribedIds(connectionId);
      rows.removeOperations(connectionId);
      index.removeConnection(connectionId);
      return { connection: row && asConnection(row, held), operationIds };
    },

    subscribers: index.pages,

    async document(hash) {
      return texts.read(hash);
    },

    async variables(reference) {
      // Kept from a JsonObject or null.
      return (readJson(texts, reference) ?? null) as JsonObject | null;
    },

    async deliverySession(reference) {
      const session = readJson(texts, reference);
      return session === undefined ? null : { session };
    },

    async dropGone({ connectionId, operationId, messageId, rowId }) {
      rows.removeConnection(connectionId);
      // The row ids of further topics bear their message's id.
      if (rowId !== operationRowId(operationId)) return index.remove(connectionId, rowId);
      const row = rows.operation(connectionId, operationId);
      if (row?.stamp.messageId !== messageId) return;
      rows.forgetOperation(connectionId, operationId);
      index.remove(connectionId, rowId);
    },

    async dropSubscription({ connectionId, operationId, messageId }) {
      const row = rows.operation(connectionId, operationId);
      if (row?.stamp.messageId === messageId) rows.removeOperation(connectionId, operationId);
    },
  };
}

/** Why a live row under its id refuses a subscription; null where it makes way. */
function refusalBy(row: OperationRow, { stamp, activeId }: NewSubscription) {
  if (row.stamp.messageId === stamp.messageId) return null;
  if (row.kind === 'tombstone') return row.stamp.timeMs >= stamp.timeMs ? 'completed' : null;
  if (activeId === 'refuse') {
    return (row.completedMs ?? 0) >= stamp.timeMs ? 'completed' : 'active';
  }
  // An older `start`, handled late: the newer one has replaced it already.
  return row.stamp.timeMs > stamp.timeMs ? 'completed' : null;
}

function asConnection(row: ConnectionRow, heldIds: readonly string[]): Connection {
  const { connectionId, callbackUrl, connectedAtMs, subprotocol, identity, acknowledged } = row;
  const held = new Set(heldIds);
  return {
    connectionId,
    callbackUrl,
    connectedAtMs,
    subprotocol,
    identity,
    upgradeHeaders: row.upgradeHeaders ?? {},
    acknowledged: acknowledged !== null,
    hasOperation: (id) => held.has(id),
  };
}

function asRow(
  subscription: NewSubscription,
  { texts, defaultCallbackUrl }: { texts: MemoryTexts; defaultCallbackUrl: string | null },
): OperationRow {
  const { connectionId, operationId, callbackUrl, topics, stamp } = subscription;
  const subscriber = {
    connectionId,
    operationId,
    messageId: stamp.messageId,
    subprotocol: subscription.subprotocol,
    documentHash: texts.keep(subscription.query),
    operationName: subscription.operationName,
    variables: kept(texts, referVariables(subscription.variables)),
    deliverySession: kept(texts, referSession(subscription.deliverySession)),
    expiresAt: subscription.expiresAt,
    callbackUrl: callbackUrl === defaultCallbackUrl ? null : callbackUrl,
    topicCount: topics.length,
  };
  const entries = topics.map((topic, n) => {
    const { messageId } = stamp;
    const rowId = n === 0 ? operationRowId(operationId) : topicRowId(messageId, n, operationId);
    return { topic, subscriber: { ...subscriber, rowId } };
  });
  const ttl = connectionTtl(subscription.connectedAtMs);
  return { kind: 'subscription', stamp, ttl, completedMs: null, entries };
}

function kept(texts: MemoryTexts, { reference, stored }: ReferredText): TextReference {
  if (stored !== null) texts.keep(stored);
  return reference;
}

function readJson(texts: MemoryTexts, reference: TextReference): Json | undefined {
  const json = 'json' in reference ? reference.json : texts.read(reference.hash);
  return json === null ? undefined : (JSON.parse(json) as Json);
}
