import type { FormattedError, FormattedResult, Json, JsonObject, Subprotocol } from './messages.ts';

/** What a server posts on either subprotocol: each method gives the text of one frame. Throws what `JSON.stringify` throws. */
export interface Frames {
  ack(payload?: JsonObject | null): string;
  next(id: string, result: FormattedResult): string;
  /** `next` of a result that is JSON text already: a fan-out encodes once and stamps each operation's id. */
  nextText(id: string, resultText: string): string;
  /** Ends the operation: no `complete` may follow. */
  error(id: string, errors: readonly FormattedError[]): string;
  complete(id: string): string;
}

/** Frames that only graphql-transport-ws has. */
export interface TransportFrames extends Frames {
  /** The answer to `ping`, with its payload. */
  pong(payload?: JsonObject | null): string;
}

/** Frames that only the legacy subprotocol has. */
export interface LegacyFrames extends Frames {
  /** A refused init (without an id), or a message that is none (`id` null, as the reference server sends it). */
  connectionError(message: string, id?: string | null): string;
  /** An `error` that names no operation. */
  errorWithoutId(message: string): string;
}

/** The frames of a subprotocol. */
export function frames(subprotocol: 'graphql-transport-ws'): TransportFrames;
export function frames(subprotocol: 'graphql-ws'): LegacyFrames;
export function frames(subprotocol: Subprotocol): Frames;
export function frames(subprotocol: Subprotocol): Frames {
  switch (subprotocol) {
    case 'graphql-transport-ws':
      return TRANSPORT;
    case 'graphql-ws':
      return LEGACY;
  }
}

const TRANSPORT: TransportFrames = {
  ack: (payload) => text({ type: 'connection_ack', ...present(payload) }),
  next: (id, result) => text({ id, type: 'next', payload: result }),
  nextText: (id, resultText) => stamped(id, 'next', resultText),
  error: (id, errors) => text({ id, type: 'error', payload: errors }),
  complete: (id) => text({ id, type: 'complete' }),
  pong: (payload) => text({ type: 'pong', ...present(payload) }),
};

const LEGACY: LegacyFrames = {
  ack: (payload) => text({ type: 'connection_ack', ...present(payload) }),
  next: (id, result) => text({ id, type: 'data', payload: result }),
  nextText: (id, resultText) => stamped(id, 'data', resultText),
  // "payload: one object, not an array": the first says why.
  error: (id, errors) =>
    text({ id, type: 'error', payload: errors[0] ?? { message: 'Unknown error' } }),
  complete: (id) => text({ id, type: 'complete', payload: null }),
  connectionError: (message, id) =>
    text({ ...(id === undefined ? {} : { id }), type: 'connection_error', payload: { message } }),
  errorWithoutId: (message) => text({ type: 'error', payload: { message } }),
};

/** A payload is "absent, null or object, omitted when absent". */
function present(payload: JsonObject | null | undefined): { readonly payload?: Json } {
  return payload === null || payload === undefined ? {} : { payload };
}

function stamped(id: string, type: string, payloadText: string): string {
  return `{"id":${JSON.stringify(id)},"type":"${type}","payload":${payloadText}}`;
}

function text(frame: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(frame);
}
