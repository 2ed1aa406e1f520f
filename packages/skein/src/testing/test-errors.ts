import type { FormattedError } from '@skein/protocol';

export interface TestRefusal {
  /** The HTTP status of a refused upgrade: 400, 401 or 500. @default null: the upgrade went well */
  readonly status?: number | null;
  /** The close code, or that of the verdict: 4403 is a refused `connection_init`. @default null: there is none */
  readonly code?: number | null;
  readonly reason: string;
  /** What the application logged as the reason. */
  readonly cause?: unknown;
}

/** A connection that the server refused or ended. */
export class TestRefusalError extends Error {
  override readonly name = 'TestRefusalError';
  readonly status: number | null;
  readonly code: number | null;
  readonly reason: string;

  constructor({ status = null, code = null, reason, cause }: TestRefusal) {
    const number = status ?? code;
    const message = number === null ? reason : `${number}: ${reason}`;
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.code = code;
    this.reason = reason;
  }
}

/** An operation that was answered by `error`: invalid, refused, or ended by an event that it could not take. */
export class TestOperationError extends Error {
  override readonly name = 'TestOperationError';
  /** The errors as the client got them. */
  readonly errors: readonly FormattedError[];

  constructor(errors: readonly FormattedError[], cause?: unknown) {
    super(errors.map(messageOf).join('; '), cause === undefined ? undefined : { cause });
    this.errors = errors;
  }
}

/** An application may send what is no error. */
const messageOf = (error: FormattedError | null): string => error?.message ?? JSON.stringify(error);

/** A `next()` or an `execute()` that nothing came for. */
export class TestTimeoutError extends Error {
  override readonly name = 'TestTimeoutError';
}
