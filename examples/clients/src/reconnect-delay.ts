// reconnect-delay.ts
const MAX_DELAY_MS = 60_000;

/**
 * How long a client waits before it connects again: a random part of `spreadMs`, of twice that after the first failure,
 * and so on up to a minute. An account takes 500 new connections a second: N clients that lose theirs at the same moment
 * stay below that if `spreadMs` is 3 × N or more.
 */
export function reconnectDelayMs(options: {
  /** Attempts that failed since the last connection. */
  readonly retries: number;
  readonly spreadMs: number;
  /** At least 0, and less than 1. */
  readonly random?: () => number;
}): number {
  const { retries, spreadMs, random = Math.random } = options;
  return random() * Math.max(spreadMs, Math.min(MAX_DELAY_MS, spreadMs * 2 ** retries));
}
