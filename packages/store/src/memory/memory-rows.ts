import { isAlive } from '../lifetimes.ts';
import type { MessageStamp, NewConnection, Subscriber } from '../store.ts';
import type { MemoryIndex } from './memory-index.ts';

/** A connection's row. */
export interface ConnectionRow extends NewConnection {
  readonly ttl: number;
  /** The message id of the accepted init. */
  readonly acknowledged: string | null;
}

/** What stands under an operation id: a subscription, or the mark of a `complete` that came first. */
export type OperationRow =
  | {
      readonly kind: 'subscription';
      readonly stamp: MessageStamp;
      readonly ttl: number;
      /** When an earlier subscription of the id was completed; null where none is known to be. */
      readonly completedMs: number | null;
      /** One for each topic, as the index has them. */
      readonly entries: readonly { readonly topic: string; readonly subscriber: Subscriber }[];
    }
  | { readonly kind: 'tombstone'; readonly stamp: MessageStamp; readonly ttl: number };

/** The rows of all connections; reads leave out what is past its ttl. */
export interface MemoryRows {
  connection(connectionId: string): ConnectionRow | null;
  putConnection(row: ConnectionRow): void;
  /** Returns the row even past its ttl. */
  removeConnection(connectionId: string): ConnectionRow | null;
  operation(connectionId: string, operationId: string): OperationRow | null;
  putOperation(connectionId: string, operationId: string, row: OperationRow): void;
  /** Marks a subscription, beside the index. */
  markCompleted(connectionId: string, operationId: string, completedMs: number): void;
  /** From the index too. */
  removeOperation(connectionId: string, operationId: string): void;
  /** Removes what stands under an id without touching the index's other rows of it. */
  forgetOperation(connectionId: string, operationId: string): void;
  /** All of a connection; the index is left as it is. */
  removeOperations(connectionId: string): void;
  /** The ids of all subscriptions of a connection, those past their ttl too. */
  subscribedIds(connectionId: string): readonly string[];
}

/** Creates empty rows. */
export function createMemoryRows(nowMs: () => number, index: MemoryIndex): MemoryRows {
  const connections = new Map<string, ConnectionRow>();
  const operations = new Map<string, Map<string, OperationRow>>();
  const live = <Row extends { readonly ttl: number }>(row: Row | undefined): Row | null =>
    row !== undefined && isAlive(row.ttl, nowMs()) ? row : null;

  function removeOperation(connectionId: string, operationId: string): void {
    const row = operations.get(connectionId)?.get(operationId);
    const entries = row?.kind === 'subscription' ? row.entries : [];
    for (const { subscriber } of entries) index.remove(connectionId, subscriber.rowId);
    operations.get(connectionId)?.delete(operationId);
  }

  return {
    connection: (connectionId) => live(connections.get(connectionId)),
    putConnection: (row) => void connections.set(row.connectionId, row),
    removeConnection(connectionId) {
      const row = connections.get(connectionId) ?? null;
      connections.delete(connectionId);
      return row;
    },
    operation: (connectionId, operationId) => live(operations.get(connectionId)?.get(operationId)),
    putOperation(connectionId, operationId, row) {
      removeOperation(connectionId, operationId);
      const rows = operations.get(connectionId) ?? new Map<string, OperationRow>();
      operations.set(connectionId, rows.set(operationId, row));
      const entries = row.kind === 'subscription' ? row.entries : [];
      for (const { topic, subscriber } of entries) index.put(topic, subscriber, row.ttl);
    },
    markCompleted(connectionId, operationId, completedMs) {
      const row = operations.get(connectionId)?.get(operationId);
      if (row?.kind !== 'subscription') return;
      const latestMs = Math.max(completedMs, row.completedMs ?? completedMs);
      operations.get(connectionId)?.set(operationId, { ...row, completedMs: latestMs });
    },
    removeOperation,
    forgetOperation: (connectionId, operationId) =>
      void operations.get(connectionId)?.delete(operationId),
    removeOperations: (connectionId) => void operations.delete(connectionId),
    subscribedIds(connectionId) {
      const rows = [...(operations.get(connectionId) ?? [])];
      return rows.filter(([, { kind }]) => kind === 'subscription').map(([id]) => id);
    },
  };
}
