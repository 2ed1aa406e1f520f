import type { StandardSchemaV1 } from '@standard-schema/spec';

/** A developer's error: what was published is not what the topic's subscribers were promised. Its message names fields, and quotes nothing of the payload. */
export class PayloadError extends Error {
  override readonly name = 'PayloadError';
  /** What the topic's schema said, in its own words, which may quote the payload; empty where it said nothing. */
  readonly issues: readonly StandardSchemaV1.Issue[];

  constructor(
    message: string,
    options: ErrorOptions & { readonly issues?: readonly StandardSchemaV1.Issue[] } = {},
  ) {
    super(message, options);
    this.issues = options.issues ?? [];
  }
}
