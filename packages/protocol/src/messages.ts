/** The frames that a connection speaks: `graphql-transport-ws`, or the legacy `graphql-ws` of subscriptions-transport-ws. */
export type Subprotocol = 'graphql-transport-ws' | 'graphql-ws';

/** JSON as `JSON.parse` returns it. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** What a `subscribe` (legacy `start`) asks for; `variables` are raw JSON, not yet coerced. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: JsonObject | null;
  readonly extensions: JsonObject | null;
}

/**
 * A client's message in the words of graphql-transport-ws, whichever subprotocol it came in:
 * legacy `start` is `subscribe`, legacy `stop` is `complete`.
 * `connection_terminate` exists in the legacy subprotocol only, `ping` and `pong` in graphql-transport-ws only.
 */
export type ClientMessage =
  | { readonly type: 'connection_init'; readonly payload: JsonObject | null }
  | { readonly type: 'connection_terminate' }
  | { readonly type: 'ping'; readonly payload: JsonObject | null }
  | { readonly type: 'pong' }
  | { readonly type: 'subscribe'; readonly id: string; readonly payload: OperationRequest }
  | { readonly type: 'complete'; readonly id: string };

/** Why a frame is no message. `id` is the operation it names, where it names one. */
export interface MalformedFrame {
  readonly problem: 'not-json' | 'unknown-type' | 'invalid' | 'id-too-long';
  readonly id: string | null;
  /** The text for the client: the reference server's where it has one. */
  readonly message: string;
}

export type Decoded =
  | { readonly ok: true; readonly message: ClientMessage }
  | { readonly ok: false; readonly malformed: MalformedFrame };

/** A GraphQL error as it stands in a response (`GraphQLError.toJSON()`). */
export interface FormattedError {
  readonly message: string;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly [key: string]: unknown };
}

/** A GraphQL response as it is sent: what `execute` returned, ready for `JSON.stringify`. */
export interface FormattedResult {
  readonly data?: unknown;
  readonly errors?: readonly FormattedError[];
  readonly extensions?: { readonly [key: string]: unknown };
}

/** What an upgrade's offer leads to. `header` is the value of `Sec-WebSocket-Protocol` to return, null for none. */
export type Negotiation =
  | { readonly ok: true; readonly subprotocol: Subprotocol; readonly header: string | null }
  | { readonly ok: false; readonly message: string };

/** The close codes of graphql-transport-ws that a verdict can carry. */
export type CloseCode = 4400 | 4401 | 4403 | 4409 | 4429 | 4500;
