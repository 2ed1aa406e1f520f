import type { InvocationOutcome } from './invocation.ts';

/** What Lambda sends to an on-failure destination. */
export interface FailureRecord {
  readonly version: '1.0';
  readonly timestamp: string;
  readonly requestContext: {
    readonly requestId: string;
    readonly functionArn: string;
    readonly condition: 'RetriesExhausted';
    readonly approximateInvokeCount: number;
  };
  readonly requestPayload: unknown;
  readonly responseContext: {
    readonly statusCode: 200;
    readonly executedVersion: '$LATEST';
    readonly functionError: 'Unhandled';
  };
  readonly responsePayload: unknown;
}

/**
 * Runs an event that Lambda accepted asynchronously: again while it fails, `retries` times, then to the on-failure
 * destination. AWS waits one minute before the first retry and two before the second.
 */
export async function runAsync(options: {
  readonly requestId: string;
  readonly functionArn: string;
  readonly payload: unknown;
  readonly retries: number;
  readonly retryDelayMs: number;
  readonly invoke: () => Promise<InvocationOutcome>;
  /** Resolves to `stopped` when nothing more is to be done. */
  readonly sleep: (ms: number) => Promise<'slept' | 'stopped'>;
  readonly onFailure: (record: FailureRecord) => Promise<void>;
  readonly now: () => Date;
}): Promise<void> {
  const { retries, retryDelayMs, invoke, sleep, onFailure, now } = options;
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await invoke();
    if (outcome.ok) return;
    if (attempt > retries)
      return onFailure(failureRecord(options, { outcome, attempt, at: now() }));
    if ((await sleep(retryDelayMs * attempt)) === 'stopped') return;
  }
}

function failureRecord(
  request: {
    readonly requestId: string;
    readonly functionArn: string;
    readonly payload: unknown;
  },
  result: {
    readonly outcome: Extract<InvocationOutcome, { ok: false }>;
    readonly attempt: number;
    readonly at: Date;
  },
): FailureRecord {
  return {
    version: '1.0',
    timestamp: result.at.toISOString(),
    requestContext: {
      requestId: request.requestId,
      functionArn: `${request.functionArn}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: result.attempt,
    },
    requestPayload: request.payload,
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      functionError: 'Unhandled',
    },
    responsePayload: result.outcome.error,
  };
}
