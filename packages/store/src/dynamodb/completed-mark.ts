import { type Item, number, readNumber } from './attributes.ts';
import type { Adapter } from './live-rows.ts';
import { operationKey } from './row-keys.ts';

/**
 * When an earlier subscription of the id of a subscription's row was completed (`u`, in milliseconds). Messages are
 * handled in any order: that subscription may still come, and is neither a duplicate nor to be stored. Deliveries don't
 * ask, so the index does not carry it. Null where no such `complete` met the row.
 */
export function readCompletedMs(row: Item): number | null {
  return readNumber(row, 'u');
}

/** The mark of a row to be written; nothing where there is none. */
export function completedMark(completedMs: number | null): Item {
  return completedMs === null ? {} : { u: number(completedMs) };
}

/** Leaves the mark on a newer subscription of the id; false where none stands there (any more). */
export async function markCompleted(
  adapter: Adapter,
  mark: {
    readonly connectionId: string;
    readonly operationId: string;
    readonly completedMs: number;
  },
): Promise<boolean> {
  const written = await adapter.table.update(
    operationKey(mark.connectionId, mark.operationId),
    'SET u = :completed',
    {
      expression: 'attribute_exists(d) AND t > :completed',
      values: { ':completed': number(mark.completedMs) },
    },
  );
  return written.ok;
}
