import type { Json, JsonObject } from '@skein/protocol';
import type { Clock } from '../clock.ts';
import { connectionTtl, isAlive, tombstoneTtl } from '../lifetimes.ts';
import { operationRowId, topicRowId } from '../row-id.ts';
import { assertIdentityFits, assertSubscriptionFits } from '../row-size.ts';
import type { Connection, NewSubscription, Store, Subscriber, TextReference } from '../store.ts';
import { type ReferredText, referSession, referVariables } from '../text-reference.ts';
import { createMemoryIndex } from './memory-index.ts';
import type { ConnectionRow, OperationRow } from './memory-rows.ts';
import { createMemoryTexts } from './memory-texts.ts';

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
  const { defaultCallbackUrl, clock } = options;
  const connections = new Map<string, ConnectionRow>();
  const operations = new Map<string, Map<string, OperationRow>>();
  const texts = createMemoryTexts(clock.nowMs);
  const index = createMemoryIndex({
    nowMs: clock.nowMs,
    lagMs: options.indexLagMs ?? (() => 0),
    pageSize: options.pageSize ?? DEFAULT_PAGE_SIZE,
  });

  function liveConnection(connectionId: string): ConnectionRow | null {
    const row = connections.get(connectionId);
    return row !== undefined && isAlive(row.ttl, clock.nowMs()) ? row : null;
  }

  function operation(connectionId: string, operationId: string): OperationRow | null {
    const row = operations.get(connectionId)?.get(operationId);
    return row !== undefined && isAlive(row.ttl, clock.nowMs()) ? row : null;
  }

  function setOperation(connectionId: string, operationId: string, row: OperationRow): void {
    removeOperation(connectionId, operationId);
    const rows = operations.get(connectionId) ?? new Map<string, OperationRow>();
    operations.set(connectionId, rows.set(operationId, row));
  }

  function removeOperation(connectionId: string, operationId: string): void {
    const row = operations.get(connectionId)?.get(operationId);
    if (row?.kind === 'subscription') {
      for (const { rowId } of row.subscribers) index.remove(connectionId, rowId);
    }
    operations.get(connectionId)?.delete(operationId);
  }

  function heldIds(connectionId: string): readonly string[] {
    const ids = [...(operations.get(connectionId)?.keys() ?? [])];
    return ids.filter((id) => operation(connectionId, id)?.kind === 'subscription');
  }

  function asConnection(row: ConnectionRow): Connection {
    const { connectionId, callbackUrl, connectedAtMs, subprotocol, identity } = row;
    const held = new Set(heldIds(connectionId));
    return {
      connectionId,
      callbackUrl,
      connectedAtMs,
      subprotocol,
      identity,
      acknowledged: row.acknowledged !== null,
      hasOperation: (id) => held.has(id),
    };
  }

  function kept({ reference, stored }: ReferredText): TextReference {
    if (stored !== null) texts.keep(stored);
    return reference;
  }

  function asSubscribers(subscription: NewSubscription): readonly Subscriber[] {
    const { connectionId, operationId, callbackUrl, topics, stamp } = subscription;
    const subscriber = {
      connectionId,
      operationId,
      messageId: stamp.messageId,
      subprotocol: subscription.subprotocol,
      documentHash: texts.keep(subscription.query),
      operationName: subscription.operationName,
      variables: kept(referVariables(subscription.variables)),
      deliverySession: kept(referSession(subscription.deliverySession)),
      expiresAt: subscription.expiresAt,
      callbackUrl: callbackUrl === defaultCallbackUrl ? null : callbackUrl,
      topicCount: topics.length,
    };
    return topics.map((_topic, n) => ({
      ...subscriber,
      rowId: n === 0 ? operationRowId(operationId) : topicRowId(stamp.messageId, n, operationId),
    }));
  }

  function jsonOf(reference: TextReference): Json | undefined {
    const json = 'json' in reference ? reference.json : texts.read(reference.hash);
    return json === null ? undefined : (JSON.parse(json) as Json);
  }

  return {
    async connect(connection) {
      assertIdentityFits(connection.identity);
      const ttl = connectionTtl(connection.connectedAtMs);
      connections.set(connection.connectionId, { ...connection, ttl, acknowledged: null });
    },

    async connection(connectionId) {
      const row = liveConnection(connectionId);
      return row && asConnection(row);
    },

    async acknowledge({ connectionId, identity, stamp, repeat }) {
      assertIdentityFits(identity);
      const row = liveConnection(connectionId);
      if (row === null) return 'unregistered';
      const isAnothers = row.acknowledged !== null && row.acknowledged !== stamp.messageId;
      if (isAnothers && repeat === 'once') return 'already';
      connections.set(connectionId, {
        ...row,
        acknowledged: stamp.messageId,
        identity: identity ?? row.identity,
      });
      return 'acknowledged';
    },

    async subscribe(subscription) {
      assertSubscriptionFits(subscription, defaultCallbackUrl);
      const { connectionId, operationId, stamp } = subscription;
      const before = operation(connectionId, operationId);
      const refusal = before && refusalBy(before, subscription);
      if (refusal) return refusal;
      if (liveConnection(connectionId) === null) return 'unregistered';
      const others = heldIds(connectionId).filter((id) => id !== operationId);
      if (others.length >= subscription.limit) return 'limit';

      const ttl = connectionTtl(subscription.connectedAtMs);
      const subscribers = asSubscribers(subscription);
      setOperation(connectionId, operationId, { kind: 'subscription', stamp, ttl, subscribers });
      for (const [n, subscriber] of subscribers.entries()) {
        index.put(subscription.topics[n] ?? '', subscriber, ttl);
      }
      return 'stored';
    },

    async subscription(connectionId, operationId) {
      const row = operation(connectionId, operationId);
      return row?.kind === 'subscription' ? { messageId: row.stamp.messageId } : null;
    },

    async complete({ connectionId, operationId, subprotocol, stamp }) {
      const connection = liveConnection(connectionId);
      if (connection === null) return 'unregistered';
      if (connection.subprotocol !== subprotocol) return 'other-subprotocol';
      const row = operation(connectionId, operationId);
      if (row !== null && row.stamp.timeMs > stamp.timeMs) return 'none';
      if (row?.kind === 'subscription') {
        removeOperation(connectionId, operationId);
        return 'completed';
      }
      const ttl = tombstoneTtl(clock.nowMs());
      setOperation(connectionId, operationId, { kind: 'tombstone', stamp, ttl });
      return 'none';
    },

    async disconnect(connectionId) {
      // API Gateway ends a connection when its rows end: what has just expired is still reported.
      const row = connections.get(connectionId);
      const connection = row === undefined ? null : asConnection(row);
      connections.delete(connectionId);
      const rows = [...(operations.get(connectionId) ?? [])];
      const ids = rows.filter(([, { kind }]) => kind === 'subscription').map(([id]) => id);
      for (const [id] of rows) removeOperation(connectionId, id);
      operations.delete(connectionId);
      return { connection, operationIds: ids };
    },

    subscribers: index.pages,

    async document(hash) {
      return texts.read(hash);
    },

    async variables(reference) {
      return (jsonOf(reference) ?? null) as JsonObject | null;
    },

    async deliverySession(reference) {
      const session = jsonOf(reference);
      return session === undefined ? null : { session };
    },

    async dropGone({ connectionId, operationId, messageId, rowId }) {
      connections.delete(connectionId);
      const row = operations.get(connectionId)?.get(operationId);
      if (row?.kind !== 'subscription' || row.stamp.messageId !== messageId) return;
      if (rowId === operationRowId(operationId)) operations.get(connectionId)?.delete(operationId);
      index.remove(connectionId, rowId);
    },

    async dropSubscription({ connectionId, operationId, messageId }) {
      const row = operations.get(connectionId)?.get(operationId);
      if (row?.stamp.messageId === messageId) removeOperation(connectionId, operationId);
    },
  };
}

/** Why a live row under its id refuses a subscription; null where it makes way. */
function refusalBy(row: OperationRow, { stamp, activeId }: NewSubscription) {
  if (row.stamp.messageId === stamp.messageId) return null;
  if (row.kind === 'tombstone') return row.stamp.timeMs >= stamp.timeMs ? 'completed' : null;
  if (activeId === 'refuse') return 'active';
  // An older `start`, handled late: the newer one has replaced it already.
  return row.stamp.timeMs > stamp.timeMs ? 'completed' : null;
}
