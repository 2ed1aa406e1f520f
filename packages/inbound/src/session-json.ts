import type { Json } from '@skein/protocol';

/** The most that a session or a delivery session takes as JSON: it lies in a row that is read with every message. */
export const MAX_SESSION_BYTES = 1_024;

/** What a value is once it was stored: plain JSON, undefined being null. Throws what `JSON.stringify` throws. */
export function storedJson(value: unknown): { readonly json: Json; readonly bytes: number } {
  const text = JSON.stringify(value) ?? 'null';
  return { json: JSON.parse(text), bytes: Buffer.byteLength(text) };
}
