import { tombstoneTtl } from '../lifetimes.ts';
import { operationRowId } from '../row-id.ts';
import type { MessageStamp } from '../store.ts';
import { type Item, number, text } from './attributes.ts';
import { VERSION_ATTRIBUTE } from './format-version.ts';

/** Writes the mark of a `complete` that came before its `subscribe`: a row under the operation's id without a document. */
export function encodeTombstone(options: {
  readonly connectionId: string;
  readonly operationId: string;
  readonly stamp: MessageStamp;
  readonly nowMs: number;
}): Item {
  return {
    connectionId: text(options.connectionId),
    id: text(operationRowId(options.operationId)),
    ttl: number(tombstoneTtl(options.nowMs)),
    v: VERSION_ATTRIBUTE,
    m: text(options.stamp.messageId),
    t: number(options.stamp.timeMs),
  };
}
