import { textTtl } from '../lifetimes.ts';
import { type Item, number, text } from './attributes.ts';
import { VERSION_ATTRIBUTE } from './format-version.ts';
import type { RowKey } from './table.ts';

/** What has a row of its own, known by its hash. */
export type TextKind = 'document' | 'variables' | 'session';

/** The key of a text's row. */
export function textKey(kind: TextKind, hash: string): RowKey {
  return { connectionId: `${kind}#${hash}`, id: kind };
}

/** Writes a text's row: `x` is the text, `m` and `t` the message that needed it. */
export function encodeText(options: {
  readonly key: RowKey;
  readonly content: string;
  readonly stamp: { readonly messageId: string; readonly timeMs: number };
  readonly nowMs: number;
}): Item {
  const { key, content, stamp, nowMs } = options;
  return {
    connectionId: text(key.connectionId),
    id: text(key.id),
    ttl: number(textTtl(nowMs)),
    v: VERSION_ATTRIBUTE,
    m: text(stamp.messageId),
    t: number(stamp.timeMs),
    x: text(content),
  };
}
