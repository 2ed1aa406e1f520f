/** API Gateway ends every connection after 2 h: rows of a connection live as long. */
const CONNECTION_LIFE_SECONDS = 7200;

/** How long a `complete` that came first waits for its `subscribe`. */
const TOMBSTONE_LIFE_SECONDS = 30;

/** Texts outlive every row that names them: the life of a connection, and two hours to be confirmed in. */
const TEXT_LIFE_SECONDS = 4 * 3600;

/** A text that ends sooner than this from now is written again. */
const TEXT_RENEWAL_SECONDS = 3 * 3600;

/** For how long a confirmed text needs no look: what is left of its life is still a connection's. */
export const TEXT_CONFIRMED_MS = 3_600_000;

/** The `ttl` of every row of a connection, in seconds since the epoch. */
export function connectionTtl(connectedAtMs: number): number {
  return Math.floor(connectedAtMs / 1000) + CONNECTION_LIFE_SECONDS;
}

/** The `ttl` of a tombstone written now, in seconds since the epoch. */
export function tombstoneTtl(nowMs: number): number {
  return Math.floor(nowMs / 1000) + TOMBSTONE_LIFE_SECONDS;
}

/** The `ttl` of a text written now, in seconds since the epoch. */
export function textTtl(nowMs: number): number {
  return Math.floor(nowMs / 1000) + TEXT_LIFE_SECONDS;
}

/** Whether a text with that `ttl` is written again. */
export function needsRenewal(ttl: number, nowMs: number): boolean {
  return ttl < Math.floor(nowMs / 1000) + TEXT_RENEWAL_SECONDS;
}

/** Whether a row with that `ttl` still counts. DynamoDB deletes expired rows up to days late, so every read asks. */
export function isAlive(ttl: number, nowMs: number): boolean {
  return ttl > Math.floor(nowMs / 1000);
}
