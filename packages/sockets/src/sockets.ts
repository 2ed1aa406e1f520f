/** Where a connection's frames are posted: its id and the `@connections` endpoint, up to and without `/@connections`. */
export interface SocketAddress {
  readonly connectionId: string;
  readonly endpoint: string;
}

/**
 * What became of one post.
 * `gone`: the connection is closed, was never established or its id is malformed (410, 400): never retry.
 * `throttled`: 429, the account's rate or one slow client's buffer: retry with jitter.
 * `too-large`: over 128 KB: never retry.
 * `forbidden`: permission, endpoint or stage are wrong (403): an operator's error, never a reason to delete rows.
 * `failed`: 5xx, a socket error or the deadline: may have arrived; retry within the deadline.
 */
export type PostOutcome = 'sent' | 'gone' | 'throttled' | 'too-large' | 'forbidden' | 'failed';

/** The port to API Gateway's `@connections` API. Outcomes are values: neither method throws. */
export interface Sockets {
  /** Posts one frame: one attempt, given up (`failed`) after `timeoutMs` (under 5 s). */
  post(
    address: SocketAddress,
    frame: string,
    options: { readonly timeoutMs: number },
  ): Promise<PostOutcome>;
  /** Closes the connection (always with 1000): DeleteConnection takes no code. A connection that is gone counts as closed. */
  close(
    address: SocketAddress,
    options: { readonly timeoutMs: number },
  ): Promise<'closed' | 'throttled' | 'forbidden' | 'failed'>;
}

/** The gateway's limit of one outbound message, in bytes (facts: 128 KB). */
export const MAX_MESSAGE_BYTES = 128 * 1024;
