import type { Disconnected } from '../store.ts';
import { readText } from './attributes.ts';
import { decodeConnection } from './connection-row.ts';
import { isReadable } from './format-version.ts';
import type { Adapter } from './live-rows.ts';
import { readPartition } from './partition.ts';
import { connectionKey } from './row-keys.ts';
import { ownOperationId } from './subscription-row.ts';
import { deletion } from './table.ts';

/**
 * Removes a connection and what it stored. Its row goes first: a subscribe that comes later finds no connection and
 * takes its own rows back. Expired rows are reported too, for API Gateway ends a connection just when its rows end.
 */
export async function disconnect(adapter: Adapter, connectionId: string): Promise<Disconnected> {
  const { table } = adapter;
  const removed = await table.delete(connectionKey(connectionId));
  const rows = await readPartition(table, connectionId);
  await table.write(rows.map((row) => deletion({ connectionId, id: readText(row, 'id') ?? '' })));
  const connection =
    removed.ok && removed.old !== null && isReadable(removed.old) ? removed.old : null;
  return {
    connection: connection && decodeConnection(connection),
    operationIds: rows.filter(isReadable).flatMap((row) => ownOperationId(row) ?? []),
  };
}
