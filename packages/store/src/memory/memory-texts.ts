import { isAlive, needsRenewal, textTtl } from '../lifetimes.ts';
import { textHash } from '../text-reference.ts';

/** Texts by their hashes: documents, long variables and long sessions. */
export interface MemoryTexts {
  /** Keeps a text for four hours; returns its hash. */
  keep(text: string): string;
  /** Null where it was never kept, or too long ago. */
  read(hash: string): string | null;
}

/** Creates an empty collection of texts. */
export function createMemoryTexts(nowMs: () => number): MemoryTexts {
  const texts = new Map<string, { readonly text: string; readonly ttl: number }>();
  return {
    keep(text) {
      const hash = textHash(text);
      const kept = texts.get(hash);
      if (kept === undefined || needsRenewal(kept.ttl, nowMs())) {
        texts.set(hash, { text, ttl: textTtl(nowMs()) });
      }
      return hash;
    },
    read(hash) {
      const kept = texts.get(hash);
      return kept !== undefined && isAlive(kept.ttl, nowMs()) ? kept.text : null;
    },
  };
}
