import type { Subscriber } from '@skein/store';
import { LRUCache } from 'lru-cache';
import type { GroupResult } from './execute-group.ts';
import { groupKey } from './group.ts';

/** How many bytes of results are kept for the subscribers of later pages; a group that fell out runs again. */
const REMEMBERED_BYTES = 32 * 1024 * 1024;

/** What an entry costs beside its results. */
const ENTRY_BYTES = 512;

/** Gives each subscriber its group's result, executing a group for its first subscriber. */
export function createGroupResults(
  execute: (subscriber: Subscriber) => Promise<GroupResult>,
): (subscriber: Subscriber) => Promise<GroupResult> {
  const results = new LRUCache<string, Promise<GroupResult>>({ maxSize: REMEMBERED_BYTES });

  return (subscriber) => {
    const key = groupKey(subscriber);
    const known = results.get(key);
    if (known !== undefined) return known;
    const executed = execute(subscriber).then((result) => {
      // Trouble passes, and the size is known only now.
      if (result.kind === 'trouble') results.delete(key);
      else results.set(key, executed, { size: sizeOf(result) + key.length });
      return result;
    });
    results.set(key, executed, { size: ENTRY_BYTES + key.length });
    return executed;
  };
}

function sizeOf(result: GroupResult): number {
  if (result.kind !== 'results') return ENTRY_BYTES;
  return result.results.reduce((size, { bytes }) => size + bytes, ENTRY_BYTES);
}
