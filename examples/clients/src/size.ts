// size.ts
/** A message that is larger ends the connection, with all of its subscriptions: API Gateway takes frames of 32 KB. */
const MAX_MESSAGE_BYTES = 32 * 1024;

/** Throws before a message is sent that API Gateway would not take. */
export function assertFits(message: object): void {
  const { length } = new TextEncoder().encode(JSON.stringify(message));
  if (length <= MAX_MESSAGE_BYTES) return;
  throw new Error(`expected a message of at most ${MAX_MESSAGE_BYTES} bytes, but it has ${length}`);
}
