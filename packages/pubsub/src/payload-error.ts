/** A developer's error: what was published is not what the topic's subscribers were promised. The message never holds the payload. */
export class PayloadError extends Error {
  override readonly name = 'PayloadError';
}
