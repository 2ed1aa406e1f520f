import { CONNECTION_ROW_ID, operationHash } from '../row-id.ts';
import { binary, binarySet, number, readHashes, readText } from './attributes.ts';
import { FORMAT_VERSION } from './format-version.ts';
import { type Adapter, liveRows } from './live-rows.ts';
import { readPartition } from './partition.ts';
import { connectionKey } from './row-keys.ts';
import { ownOperationId } from './subscription-row.ts';
import type { Condition, Written } from './table.ts';

/**
 * A connection's row may be absent (never registered, disconnected, gone), expired (the same), of a newer format (left
 * alone), or live: only a live one is changed, and an update never creates one.
 */
const CONNECTION_IS_LIVE = '#ttl > :now AND v <= :version';

/**
 * The set may hold the id already (a repeated write, or a legacy replace: it counts once), be absent (nothing stored
 * yet), have room, or be full. Only a full one without the id refuses.
 */
const HAS_ROOM =
  '(contains(operations, :hash) OR attribute_not_exists(operations) OR size(operations) < :limit)';

/** `CONNECTION_IS_LIVE`, with more conditions beside it. */
export function connectionIsLive(adapter: Adapter, more: Partial<Condition> = {}): Condition {
  const { expression, names, values } = more;
  return {
    expression: expression ? `${CONNECTION_IS_LIVE} AND ${expression}` : CONNECTION_IS_LIVE,
    names: { '#ttl': 'ttl', ...names },
    values: {
      ':now': number(Math.floor(adapter.clock.nowMs() / 1000)),
      ':version': number(FORMAT_VERSION),
      ...values,
    },
  };
}

/** Adds an operation to a connection's set, within the limit. Idempotent. */
export async function claimPlace(
  adapter: Adapter,
  claim: { readonly connectionId: string; readonly operationId: string; readonly limit: number },
): Promise<'held' | 'limit' | 'unregistered'> {
  const { connectionId, operationId, limit } = claim;
  const hash = operationHash(operationId);
  const add = () =>
    adapter.table.update(
      connectionKey(connectionId),
      'ADD operations :hashes',
      connectionIsLive(adapter, {
        expression: HAS_ROOM,
        values: {
          ':hashes': binarySet([hash]),
          ':hash': binary(hash),
          ':limit': number(limit),
        },
      }),
    );
  if ((await add()).ok) return 'held';
  const swept = await sweepStale(adapter, connectionId);
  if (swept !== 'swept') return swept;
  return (await add()).ok ? 'held' : 'limit';
}

/**
 * Removes from the set what has no row. A `complete` between a subscribe's row and its place in the set leaves one too
 * many, so nobody is refused for the limit before this. One read tells all three outcomes.
 */
async function sweepStale(
  adapter: Adapter,
  connectionId: string,
): Promise<'swept' | 'limit' | 'unregistered'> {
  const { connection, stored } = await readPlaces(adapter, connectionId);
  if (connection === null) return 'unregistered';
  const stale = [...readHashes(connection, 'operations')].filter((hash) => !stored.has(hash));
  if (stale.length === 0) return 'limit';
  await changeSet(adapter, connectionId, 'DELETE', stale);

  // A subscribe of such an id may have written its row and found the id in the set since the rows were read. A row that
  // is not seen here either is written after the removal, and its subscribe adds the id itself.
  const since = await readPlaces(adapter, connectionId);
  const wrong = stale.filter((hash) => since.stored.has(hash));
  if (wrong.length > 0) await changeSet(adapter, connectionId, 'ADD', wrong);
  return 'swept';
}

/** Reads a connection's row and the hashes of the operations that have rows. */
async function readPlaces(adapter: Adapter, connectionId: string) {
  const rows = liveRows(adapter, await readPartition(adapter.table, connectionId));
  const connection = rows.find((row) => readText(row, 'id') === CONNECTION_ROW_ID) ?? null;
  const operationIds = rows.flatMap((row) => ownOperationId(row) ?? []);
  const stored = operationIds.map((id) => operationHash(id).toString('base64url'));
  return { connection, stored: new Set(stored) };
}

/** Takes an operation out of a connection's set; `old` of what is written is the set before. */
export function leavePlace(
  adapter: Adapter,
  connectionId: string,
  operationId: string,
  condition: Partial<Condition> = {},
): Promise<Written> {
  return adapter.table.update(
    connectionKey(connectionId),
    'DELETE operations :hashes',
    connectionIsLive(adapter, {
      ...condition,
      values: { ...condition.values, ':hashes': binarySet([operationHash(operationId)]) },
    }),
  );
}

/** Puts an operation back whose row turned out to stand: where it left, it held a place, so no limit is asked. */
export async function returnPlace(
  adapter: Adapter,
  connectionId: string,
  operationId: string,
): Promise<void> {
  const hash = operationHash(operationId).toString('base64url');
  await changeSet(adapter, connectionId, 'ADD', [hash]);
}

async function changeSet(
  adapter: Adapter,
  connectionId: string,
  action: 'ADD' | 'DELETE',
  hashes: readonly string[],
): Promise<void> {
  const values = hashes.map((hash) => Buffer.from(hash, 'base64url'));
  await adapter.table.update(
    connectionKey(connectionId),
    `${action} operations :hashes`,
    connectionIsLive(adapter, { values: { ':hashes': binarySet(values) } }),
  );
}
