import type { FormattedError, FormattedResult, Subprotocol } from '@skein/protocol';

/** What a frame of the server means to a client, whichever subprotocol it is in. */
export type ServerFrame =
  | { readonly kind: 'ack' | 'other' }
  | { readonly kind: 'next'; readonly id: string; readonly result: FormattedResult }
  | { readonly kind: 'error'; readonly id: string; readonly errors: readonly FormattedError[] }
  | { readonly kind: 'complete'; readonly id: string }
  | { readonly kind: 'refused'; readonly code: number | null; readonly reason: string };

/** Frames of both subprotocols, as the protocol package writes them. */
interface Frame {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** The fatal frame of graphql-transport-ws: its type is the verdict. */
const VERDICT = /^(?<code>\d{4}): (?<reason>.*)$/su;

/** Reads a frame of the server. */
export function readServerFrame(protocol: Subprotocol, text: string): ServerFrame {
  const { type, id = '', payload } = JSON.parse(text) as Frame;
  switch (type) {
    case 'connection_ack':
      return { kind: 'ack' };
    case 'next':
    case 'data':
      return { kind: 'next', id, result: payload as FormattedResult };
    case 'error':
      return { kind: 'error', id, errors: errorsOf(protocol, payload) };
    case 'complete':
      return { kind: 'complete', id };
    case 'connection_error':
      return { kind: 'refused', code: null, reason: (payload as FormattedError).message };
    default: {
      const { code, reason = '' } = VERDICT.exec(type)?.groups ?? {};
      return code === undefined
        ? { kind: 'other' }
        : { kind: 'refused', code: Number(code), reason };
    }
  }
}

/** The legacy subprotocol tells of one error alone. */
function errorsOf(protocol: Subprotocol, payload: unknown): readonly FormattedError[] {
  return protocol === 'graphql-ws'
    ? [payload as FormattedError]
    : (payload as readonly FormattedError[]);
}
