import { CONNECTION_ROW_ID, operationRowId } from '../row-id.ts';
import type { RowKey } from './table.ts';

/** The key of a connection's own row. */
export function connectionKey(connectionId: string): RowKey {
  return { connectionId, id: CONNECTION_ROW_ID };
}

/** The key of what stands under an operation's id. */
export function operationKey(connectionId: string, operationId: string): RowKey {
  return { connectionId, id: operationRowId(operationId) };
}
