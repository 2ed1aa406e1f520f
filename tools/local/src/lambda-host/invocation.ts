/** Lambda's quota for a synchronous request or response. */
export const SYNC_PAYLOAD_BYTES = 6 * 1024 * 1024;

/** What Lambda reports of a function that failed: the payload of an `Unhandled` error. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** How one invocation ended. A function's failure is a value here, as it is in the answer of Lambda's Invoke. */
export type InvocationOutcome =
  | { readonly ok: true; readonly payload: unknown; readonly report: InvocationReport }
  | { readonly ok: false; readonly error: FunctionError; readonly report: InvocationReport };

/** What Lambda's REPORT line says. */
interface InvocationReport {
  readonly requestId: string;
  /** How long the environment took to start and load the bundle; null where a warm one was reused. */
  readonly initMs: number | null;
  readonly durationMs: number;
}

/** Lambda refuses the call (413) before any environment sees it. */
export class PayloadTooLargeError extends Error {
  override readonly name = 'PayloadTooLargeError';

  constructor(options: { readonly bytes: number; readonly limitBytes: number }) {
    super(`a payload of ${options.bytes} bytes is over Lambda's limit of ${options.limitBytes}`);
  }
}
