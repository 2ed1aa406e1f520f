import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '@skein/protocol';
import { canonicalJson } from './canonical-json.ts';
import type { TextReference } from './store.ts';

/** Longer variables lie in a row of their own, in UTF-8 bytes of their canonical JSON. */
const MAX_INLINE_VARIABLES_BYTES = 256;

/** Longer delivery sessions lie in a row of their own, in UTF-8 bytes of their canonical JSON. */
const MAX_INLINE_SESSION_BYTES = 128;

/** The first 16 bytes of SHA-256: texts and operation ids are known by it. */
export function shortHash(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest().subarray(0, 16);
}

/** The name of a text in references: `shortHash` in base64url. */
export function textHash(text: string): string {
  return shortHash(text).toString('base64url');
}

/** A text as rows refer to it; `stored` is the text that needs a row of its own, null where it is inline. */
export interface ReferredText {
  readonly reference: TextReference;
  readonly stored: string | null;
}

/** Refers to variables; empty ones are equal to none. */
export function referVariables(variables: JsonObject | null): ReferredText {
  const empty = variables === null || Object.keys(variables).length === 0;
  return refer(empty ? null : variables, MAX_INLINE_VARIABLES_BYTES);
}

/** Refers to a delivery session. */
export function referSession(session: Json): ReferredText {
  return refer(session, MAX_INLINE_SESSION_BYTES);
}

function refer(value: Json, maxInlineBytes: number): ReferredText {
  const json = canonicalJson(value);
  if (Buffer.byteLength(json) <= maxInlineBytes) return { reference: { json }, stored: null };
  return { reference: { hash: textHash(json) }, stored: json };
}
