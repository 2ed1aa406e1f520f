import type { AccessRequest } from './access.ts';

/** What `$connect` brings. */
export interface ConnectRequest {
  readonly connectionId: string;
  /** The gateway's `requestId`. */
  readonly requestId: string;
  readonly timeMs: number;
  readonly connectedAtMs: number;
  readonly callbackUrl: string;
  /** Every `Sec-WebSocket-Protocol` value offered, as the headers have them (lists unsplit). */
  readonly offers: readonly string[];
  readonly request: AccessRequest;
}

/** The HTTP answer to an upgrade. `subprotocol` is the `Sec-WebSocket-Protocol` to return with 200. */
export type ConnectAnswer =
  | { readonly status: 200; readonly subprotocol: string | null }
  | { readonly status: 400 | 401 | 500; readonly message: string };

/** One client message, whatever route it came by. */
export interface InboundMessage {
  readonly connectionId: string;
  readonly messageId: string;
  readonly timeMs: number;
  readonly connectedAtMs: number;
  readonly callbackUrl: string;
  readonly body: string;
  readonly request: AccessRequest;
  /** Milliseconds until the invocation is ended; every wait stays 1.5 s under it. */
  remainingMs(): number;
}

export interface DisconnectNotice {
  readonly connectionId: string;
  readonly code: number | null;
  readonly reason: string | null;
}

/** Time and chance, injected. */
export interface Runtime {
  nowMs(): number;
  /** Resolves after `ms`, or as soon as `signal` aborts: an implementation may ignore it and keep its timer. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** In [0, 1). */
  random(): number;
}
