/** Platform trouble: the store could not do what it was asked. `cause` is what the platform said. */
export class StoreError extends Error {
  override readonly name: string = 'StoreError';
}

/**
 * A row would be over its limit, so nothing was written: an operation name, topic, callback URL or session is too long.
 * The message names the sizes, never the values, and may be shown to the client.
 */
export class RowTooLargeError extends StoreError {
  override readonly name = 'RowTooLargeError';
}
