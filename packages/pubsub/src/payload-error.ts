/** A developer's error: what was published is not what the topic's subscribers were promised. The message holds nothing of the payload but what the schema's own issues quote. */
export class PayloadError extends Error {
  override readonly name = 'PayloadError';
}
