import type { Log } from '@skein/pubsub';
import type { Clock } from '../clock.ts';
import { isAlive } from '../lifetimes.ts';
import { type Item, readNumber, readText } from './attributes.ts';
import { isReadable } from './format-version.ts';
import type { RowKey, Table } from './table.ts';

/** What the operations of this adapter share. */
export interface Adapter {
  readonly table: Table;
  readonly clock: Clock;
  readonly log: Log;
}

/** Keeps the rows that count: unexpired, and of a format that is known. How many of another are ignored is logged. */
export function liveRows({ clock, log }: Adapter, items: readonly Item[]): readonly Item[] {
  const readable = items.filter(isReadable);
  const unknown = items.find((item) => !isReadable(item));
  if (unknown !== undefined) {
    log.warn('rows-ignored', {
      count: items.length - readable.length,
      version: readNumber(unknown, 'v'),
      connectionId: readText(unknown, 'connectionId'),
    });
  }
  const nowMs = clock.nowMs();
  return readable.filter((item) => isAlive(readNumber(item, 'ttl') ?? 0, nowMs));
}

/** Reads one row strongly; null where it does not count. */
export async function getLive(adapter: Adapter, key: RowKey): Promise<Item | null> {
  const item = await adapter.table.get(key);
  return item && (liveRows(adapter, [item])[0] ?? null);
}
