import type { Closing } from '../wire/raw-socket.ts';

/** A frame in a transcript: its keys in one order, whatever the server's. */
export function heard(frame: unknown): string {
  return `< ${JSON.stringify(sorted(frame))}`;
}

export function said(frame: unknown): string {
  return `> ${typeof frame === 'string' ? frame : JSON.stringify(frame)}`;
}

export function closedLine({ code, reason }: Closing): string {
  return `closed ${code} ${reason}`.trimEnd();
}

/**
 * Lines of one wait in an order that does not depend on the run: frames of different operations interleave as they
 * like, so they are told operation by operation. Those of one operation keep their order.
 */
export function byOperation(frames: readonly unknown[]): readonly unknown[] {
  const ids = [...new Set(frames.map(idOf))].sort();
  return ids.flatMap((id) => frames.filter((frame) => idOf(frame) === id));
}

/** The operation that a frame belongs to; empty for none. */
export function idOf(frame: unknown): string {
  return typeof frame === 'object' && frame !== null && 'id' in frame ? String(frame.id) : '';
}

/** A frame's type; empty for none. */
export function typeOf(frame: unknown): string {
  return typeof frame === 'object' && frame !== null && 'type' in frame ? String(frame.type) : '';
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
