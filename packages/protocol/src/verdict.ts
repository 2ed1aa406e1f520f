import { MAX_VERDICT_BYTES, MAX_VERDICT_CHARACTERS, utf8Bytes } from './limits.ts';
import type { CloseCode } from './messages.ts';

/** The reference server's reasons; that of 4409 names the operation, so callers give it. */
const REASONS: Readonly<Record<CloseCode, string>> = {
  4400: 'Invalid message received',
  4401: 'Unauthorized',
  4403: 'Forbidden',
  4409: 'Subscriber already exists',
  4429: 'Too many initialisation requests',
  4500: 'Internal server error',
};

/**
 * The fatal frame of graphql-transport-ws: its `type` is outside the protocol and *is* the verdict, `<code>: <reason>`.
 * A client that meets it closes with 4004, fails every operation with that text and does not return; a close without it
 * would carry 1000, after which clients reconnect at once and for ever. Never for legacy clients: they throw on it.
 * An empty reason counts as none; a long one is cut between characters.
 */
export function verdict(code: CloseCode, reason?: string): string {
  const stated = reason === undefined || reason === '' ? REASONS[code] : reason;
  return JSON.stringify({ type: cut(`${code}: ${stated}`.toWellFormed()) });
}

/** The reference server's reason for 4409. */
export function subscriberExists(operationId: string): string {
  return `Subscriber for ${operationId} already exists`;
}

function cut(text: string): string {
  let kept = '';
  let bytes = 0;
  for (const character of text) {
    bytes += utf8Bytes(character);
    if (kept.length + character.length > MAX_VERDICT_CHARACTERS || bytes > MAX_VERDICT_BYTES) break;
    kept += character;
  }
  return kept;
}
