import type { FunctionError } from './invocation.ts';

/** What the thread of an environment is started with. */
export interface ThreadSetup {
  /** The `file:` URL of the bundle's `index.mjs`. */
  readonly moduleUrl: string;
  readonly compileCacheDirectory: string;
  /** One Int32: how many invocations were sent. The thread sleeps on it between them. */
  readonly sent: SharedArrayBuffer;
  readonly functionName: string;
  readonly memoryMb: number;
  readonly payloadBytes: number;
}

/** One invocation, as the thread gets it. */
export interface ThreadRequest {
  readonly requestId: string;
  /** JSON. */
  readonly event: string;
  /** Milliseconds since the epoch. */
  readonly deadlineMs: number;
}

/** What the thread tells its parent. */
export type ThreadMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'init-failed'; readonly error: FunctionError }
  | { readonly kind: 'log'; readonly stream: 'stdout' | 'stderr'; readonly text: string }
  /** JSON. */
  | { readonly kind: 'succeeded'; readonly payload: string }
  | { readonly kind: 'failed'; readonly error: FunctionError };
