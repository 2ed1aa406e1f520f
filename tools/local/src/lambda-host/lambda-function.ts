import { randomUUID } from 'node:crypto';
import { type FailureRecord, runAsync } from './async-invocation.ts';
import {
  type FunctionCode,
  type LoadedCode,
  loadCode,
  type Place,
  sameCode,
} from './function-code.ts';
import {
  type FunctionError,
  type InvocationOutcome,
  PayloadTooLargeError,
  SYNC_PAYLOAD_BYTES,
} from './invocation.ts';

/** Lambda's quota for an asynchronous request. */
const ASYNC_PAYLOAD_BYTES = 1024 * 1024;

export interface FunctionOptions extends FunctionCode {
  readonly name: string;
  readonly timeoutMs: number;
  /** The heap of one environment. @default 512 */
  readonly memoryMb?: number;
  /** More invocations than this at a time wait for a free environment. @default 10 */
  readonly maxEnvironments?: number;
  /** How long an invocation waits for a busy environment before another one is started. @default 20 */
  readonly patienceMs?: number;
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
  /** Whether its bundle names a variable of the environment: one that does not is not read. */
  names(variable: string): Promise<boolean>;
  /** Loads other code beside what runs; null where it would run the same. */
  prepare(code: FunctionCode): Promise<PreparedCode | null>;
  close(): Promise<void>;
}

/** Other code of a function, loaded or not, that nothing runs on yet. */
export interface PreparedCode {
  /** Why it can't be loaded; null where it is. */
  readonly failure: FunctionError | null;
  /** From now on invocations run it; those that run end as they began. */
  use(): void;
  discard(): Promise<void>;
}

/** Where a host runs its functions. */
export interface HostPlace extends Omit<Place, 'onInitFailure'> {
  /** An environment could not load the bundle. */
  readonly onInitFailure: (failure: FunctionError & { readonly functionName: string }) => void;
}

/** Unpacks a zip and makes the function that runs it. */
export async function createFunction(
  options: FunctionOptions,
  place: HostPlace,
): Promise<LambdaFunction> {
  const { name, timeoutMs } = options;
  const { retries = 1, retryDelayMs = 60_000, onFailure = async () => undefined } = options;
  const functionArn = `arn:aws:lambda:${options.variables.AWS_REGION ?? 'us-east-1'}:000000000000:function:${name}`;
  const stopped = new AbortController();
  const onInitFailure = (failure: FunctionError) =>
    place.onInitFailure({ ...failure, functionName: name });
  let current = await loadCode(options, options, { ...place, onInitFailure });
  const retired = new Set<LoadedCode>();

  const started = new WeakSet<object>();
  async function run(event: string, requestId: string): Promise<InvocationOutcome> {
    const { pool } = current;
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

  function use(next: LoadedCode): void {
    const before = current;
    current = next;
    retired.add(before);
    void before.remove().then(() => retired.delete(before));
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
        place.onOutput({ functionName: name, requestId, stream: 'stderr', text });
      });
    },
    warm: async () => void (await current.pool.warm()),
    environments: () => current.pool.size(),
    names: async (variable) => (await current.text()).includes(variable),
    prepare: async (code) => {
      if (await sameCode(current, code)) return null;
      // Whoever prepares is told of a failure, and tells of it.
      const failures: FunctionError[] = [];
      let tell = (failure: FunctionError): void => void failures.push(failure);
      const next = await loadCode(options, code, { ...place, onInitFailure: (one) => tell(one) });
      await next.pool.warm();
      return {
        failure: failures[0] ?? null,
        use: () => {
          tell = onInitFailure;
          use(next);
        },
        discard: () => next.remove(),
      };
    },
    close: async () => {
      stopped.abort();
      await Promise.all([current, ...retired].map(({ pool }) => pool.close()));
    },
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
