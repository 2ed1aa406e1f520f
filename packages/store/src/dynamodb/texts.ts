import { LRUCache } from 'lru-cache';
import { needsRenewal, TEXT_CONFIRMED_MS } from '../lifetimes.ts';
import type { MessageStamp } from '../store.ts';
import { textHash } from '../text-reference.ts';
import { readNumber, readText } from './attributes.ts';
import { isReadable } from './format-version.ts';
import { type Adapter, getLive } from './live-rows.ts';
import { encodeText, type TextKind, textKey } from './text-row.ts';

/** How much text one environment keeps, in UTF-16 code units. */
const MAX_CACHED_CHARACTERS = 8_000_000;

/** How many texts one environment remembers to be stored. */
const MAX_CONFIRMED = 10_000;

/** Documents, long variables and long sessions: rows that many subscriptions name by hash. */
export interface Texts {
  /** Makes sure that a text is stored for as long as a row written now may name it. Returns its hash. */
  confirm(kind: TextKind, content: string, stamp: MessageStamp): Promise<string>;
  /** Reads a text once, then from memory. Null where it has no row. */
  read(kind: TextKind, hash: string): Promise<string | null>;
}

/** Creates the texts of one environment. */
export function createTexts(adapter: Adapter): Texts {
  const { table, clock } = adapter;
  const confirmedAtMs = new LRUCache<string, number>({ max: MAX_CONFIRMED });
  const cached = new LRUCache<string, string>({
    maxSize: MAX_CACHED_CHARACTERS,
    sizeCalculation: (content) => content.length + 1,
  });

  return {
    async confirm(kind, content, stamp) {
      const hash = textHash(content);
      const key = textKey(kind, hash);
      const nowMs = clock.nowMs();
      const confirmed = confirmedAtMs.get(key.connectionId);
      if (confirmed !== undefined && nowMs - confirmed < TEXT_CONFIRMED_MS) return hash;

      const row = await table.get(key);
      const ttl = row !== null && isReadable(row) ? (readNumber(row, 'ttl') ?? 0) : 0;
      if (needsRenewal(ttl, nowMs)) await table.put(encodeText({ key, content, stamp, nowMs }));
      confirmedAtMs.set(key.connectionId, nowMs);
      return hash;
    },

    async read(kind, hash) {
      const key = textKey(kind, hash);
      const known = cached.get(key.connectionId);
      if (known !== undefined) return known;
      const row = await getLive(adapter, key);
      const content = row && readText(row, 'x');
      if (content !== null) cached.set(key.connectionId, content);
      return content;
    },
  };
}
