import type { FormattedError, FormattedResult } from '@skein/protocol';

/** Hears what the server says about one operation. */
export interface OperationListener {
  next(result: FormattedResult): void;
  /** `cause` is what the application logged meanwhile. */
  error(errors: readonly FormattedError[], cause?: unknown): void;
  complete(): void;
  /** The connection ended. */
  end(error: Error): void;
}
