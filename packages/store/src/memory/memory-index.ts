import type { IndexPosition } from '../cursor.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { isAlive } from '../lifetimes.ts';
import type { Subscriber, SubscriberPage } from '../store.ts';

/** One version of a row as the index shows it, from one moment to another. */
interface Version {
  readonly topic: string;
  readonly subscriber: Subscriber;
  readonly ttl: number;
  readonly fromMs: number;
  untilMs: number | null;
}

/** The index by topic, as far behind the table as it is told to be. */
export interface MemoryIndex {
  put(topic: string, subscriber: Subscriber, ttl: number): void;
  remove(connectionId: string, rowId: string): void;
  removeConnection(connectionId: string): void;
  pages(topic: string, cursor?: string): AsyncIterable<SubscriberPage>;
}

/** Creates an index that shows the table as it was `lagMs()` ago. */
export function createMemoryIndex(options: {
  readonly nowMs: () => number;
  readonly lagMs: () => number;
  readonly pageSize: number;
}): MemoryIndex {
  const { nowMs, lagMs, pageSize } = options;
  let versions: Version[] = [];

  function isShown(version: Version): boolean {
    const shownMs = nowMs() - lagMs();
    const isPut = version.fromMs <= shownMs;
    const isRemoved = version.untilMs !== null && version.untilMs <= shownMs;
    return isPut && !isRemoved && isAlive(version.ttl, nowMs());
  }

  function removeWhere(isMeant: (subscriber: Subscriber) => boolean): void {
    const now = nowMs();
    for (const version of versions) {
      if (version.untilMs === null && isMeant(version.subscriber)) version.untilMs = now;
    }
    versions = versions.filter(({ untilMs }) => untilMs === null || untilMs > now - lagMs());
  }

  function remove(connectionId: string, rowId: string): void {
    removeWhere((row) => row.connectionId === connectionId && row.rowId === rowId);
  }

  return {
    remove,
    removeConnection: (id) => removeWhere(({ connectionId }) => connectionId === id),
    put(topic, subscriber, ttl) {
      remove(subscriber.connectionId, subscriber.rowId);
      versions.push({ topic, subscriber, ttl, fromMs: nowMs(), untilMs: null });
    },
    async *pages(topic, cursor) {
      let after = cursor === undefined ? null : decodeCursor(cursor);
      while (true) {
        const left = versions
          .filter((version) => version.topic === topic && isShown(version))
          .map(({ subscriber }) => subscriber)
          .filter((subscriber) => after === null || compare(subscriber, after) > 0)
          .sort(compare);
        const subscribers = left.slice(0, pageSize);
        const last = subscribers.at(-1);
        const next = last !== undefined && left.length > pageSize ? encodeCursor(last) : null;
        yield { subscribers, cursor: next };
        if (next === null || last === undefined) return;
        after = last;
      }
    },
  };
}

function compare(a: IndexPosition, b: IndexPosition): number {
  if (a.connectionId !== b.connectionId) return a.connectionId < b.connectionId ? -1 : 1;
  if (a.rowId === b.rowId) return 0;
  return a.rowId < b.rowId ? -1 : 1;
}
