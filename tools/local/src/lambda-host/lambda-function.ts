import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type FailureRecord, runAsync } from './async-invocation.ts';
import { startEnvironment } from './environment.ts';
import { createEnvironmentPool } from './environment-pool.ts';
import { extractZip } from './extract-zip.ts';
import { type InvocationOutcome, PayloadTooLargeError } from './invocation.ts';

/** Lambda's quota for a synchronous request or response. */
const SYNC_PAYLOAD_BYTES = 6 * 1024 * 1024;
/** Lambda's quota for an asynchronous request. */
const ASYNC_PAYLOAD_BYTES = 1024 * 1024;
const INIT_TIMEOUT_MS = 10_000;

/** One line or more that a function wrote, and which function and invocation wrote it. */
export interface FunctionOutput {
  readonly functionName: string;
  readonly requestId: string | null;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

export interface FunctionOptions {
  readonly name: string;
  /** The zip: an `index.mjs` that exports `handler`. */
  readonly zip: string;
  /** All that `process.env` holds, beside the `AWS_LAMBDA_*` variables that Lambda sets itself. */
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** The heap of one environment. @default 512 */
  readonly memoryMb?: number;
  /** More invocations than this at a time wait for a free environment. @default 10 */
  readonly maxEnvironments?: number;
  /** How often a failed asynchronous event is run again. @default 1 */
  readonly retries?: number;
  /** Before the first retry; twice that before the second. @default one minute, as on AWS */
  readonly retryDelayMs?: number;
  /** The on-failure destination of asynchronous events. @default none */
  readonly onFailure?: (record: FailureRecord) => Promise<void>;
}

export interface LambdaFunction {
  readonly name: string;
  /** Invokes and waits (`RequestResponse`). Rejects with `PayloadTooLargeError`, or once the host is closed. */
  invoke(payload: unknown): Promise<InvocationOutcome>;
  /** Accepts an event and runs it later (`Event`), with retries and the on-failure destination. */
  invokeAsync(payload: unknown): void;
  /** Starts and loads one environment ahead of the first invocation. */
  warm(): Promise<void>;
  /** How many environments there are, busy and idle. */
  environments(): number;
  close(): Promise<void>;
}

/** Unpacks a zip into `place.directory` and makes the function that runs it. */
export async function createFunction(
  options: FunctionOptions,
  place: {
    readonly directory: string;
    readonly threadScript: URL;
    readonly compileCacheDirectory: string;
    readonly onOutput: (output: FunctionOutput) => void;
  },
): Promise<LambdaFunction> {
  const { name, timeoutMs, memoryMb = 512, maxEnvironments = 10 } = options;
  const { retries = 1, retryDelayMs = 60_000, onFailure = async () => undefined } = options;
  const { directory, threadScript, compileCacheDirectory, onOutput } = place;
  await extractZip({ file: options.zip, directory });
  const functionArn = `arn:aws:lambda:${options.variables.AWS_REGION ?? 'us-east-1'}:000000000000:function:${name}`;
  const stopped = new AbortController();
  const pool = createEnvironmentPool({
    max: maxEnvironments,
    start: () =>
      startEnvironment({
        functionName: name,
        moduleUrl: pathToFileURL(join(directory, 'index.mjs')).href,
        threadScript,
        compileCacheDirectory,
        variables: { ...options.variables, ...ownVariables({ name, memoryMb, directory }) },
        memoryMb,
        payloadBytes: SYNC_PAYLOAD_BYTES,
        initTimeoutMs: INIT_TIMEOUT_MS,
        onOutput: (output) => onOutput({ functionName: name, ...output }),
      }),
  });

  const started = new WeakSet<object>();
  async function run(event: string, requestId: string): Promise<InvocationOutcome> {
    const environment = await pool.acquire();
    const isCold = !started.has(environment);
    started.add(environment);
    const { initMs } = await environment.loaded;
    const startedAt = performance.now();
    const outcome = await environment.invoke({ requestId, event, timeoutMs });
    pool.release(environment);
    const durationMs = performance.now() - startedAt;
    return { ...outcome, report: { requestId, initMs: isCold ? initMs : null, durationMs } };
  }

  return {
    name,
    invoke: async (payload) => run(encode(payload, SYNC_PAYLOAD_BYTES), randomUUID()),
    invokeAsync: (payload) => {
      const event = encode(payload, ASYNC_PAYLOAD_BYTES);
      const requestId = randomUUID();
      runAsync({
        requestId,
        functionArn,
        payload,
        retries,
        retryDelayMs,
        onFailure,
        invoke: () => run(event, requestId),
        sleep: (ms) => sleep(ms, stopped.signal),
        now: () => new Date(),
      }).catch((error) => {
        const text = `the on-failure destination did not take an event: ${error}\n`;
        onOutput({ functionName: name, requestId, stream: 'stderr', text });
      });
    },
    warm: pool.warm,
    environments: pool.size,
    close: async () => {
      stopped.abort();
      await pool.close();
    },
  };
}

function ownVariables(options: {
  readonly name: string;
  readonly memoryMb: number;
  readonly directory: string;
}): Record<string, string> {
  return {
    AWS_LAMBDA_FUNCTION_NAME: options.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(options.memoryMb),
    LAMBDA_TASK_ROOT: options.directory,
    _HANDLER: 'index.handler',
    TZ: ':UTC',
  };
}

function encode(payload: unknown, limitBytes: number): string {
  const text = JSON.stringify(payload) ?? 'null';
  const bytes = Buffer.byteLength(text);
  if (bytes > limitBytes) throw new PayloadTooLargeError({ bytes, limitBytes });
  return text;
}

function sleep(ms: number, signal: AbortSignal): Promise<'slept' | 'stopped'> {
  if (signal.aborted) return Promise.resolve('stopped');
  const { promise, resolve } = Promise.withResolvers<'slept' | 'stopped'>();
  const timer = setTimeout(() => resolve('slept'), ms);
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    resolve('stopped');
  });
  return promise;
}
