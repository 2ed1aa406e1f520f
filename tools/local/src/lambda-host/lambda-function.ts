import { createHash, randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type FailureRecord, runAsync } from './async-invocation.ts';
import { startEnvironment } from './environment.ts';
import { createEnvironmentPool, type EnvironmentPool } from './environment-pool.ts';
import { extractZip } from './extract-zip.ts';
import { type FunctionError, type InvocationOutcome, PayloadTooLargeError } from './invocation.ts';

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

/** What a function runs, and what may be replaced while it runs. */
export interface FunctionCode {
  /** The zip: an `index.mjs` that exports `handler`. */
  readonly zip: string;
  /** All that `process.env` holds, beside the `AWS_LAMBDA_*` variables that Lambda sets itself. */
  readonly variables: Readonly<Record<string, string>>;
}

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

export interface Place {
  /** Everything is unpacked below it, each zip into a folder of its own. */
  readonly directory: string;
  readonly threadScript: URL;
  readonly compileCacheDirectory: string;
  readonly onOutput: (output: FunctionOutput) => void;
  /** An environment could not load the bundle. */
  readonly onInitFailure: (failure: FunctionError & { readonly functionName: string }) => void;
}

/** Code that was unpacked, and its environments. */
interface LoadedCode {
  readonly pool: EnvironmentPool;
  /** Of the zip and the variables. */
  readonly hash: string;
  text(): Promise<string>;
  remove(): Promise<void>;
}

/** Unpacks a zip and makes the function that runs it. */
export async function createFunction(
  options: FunctionOptions,
  place: Place,
): Promise<LambdaFunction> {
  const { name, timeoutMs } = options;
  const { retries = 1, retryDelayMs = 60_000, onFailure = async () => undefined } = options;
  const functionArn = `arn:aws:lambda:${options.variables.AWS_REGION ?? 'us-east-1'}:000000000000:function:${name}`;
  const stopped = new AbortController();
  const onInitFailure = (failure: FunctionError) =>
    place.onInitFailure({ ...failure, functionName: name });
  let current = await unpack(options, options, { ...place, onInitFailure });
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
      if ((await hashOf(code)) === current.hash) return null;
      // Whoever prepares is told of a failure, and tells of it.
      const failures: FunctionError[] = [];
      let tell = (failure: FunctionError): void => void failures.push(failure);
      const next = await unpack(options, code, { ...place, onInitFailure: (one) => tell(one) });
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

async function unpack(
  { name, memoryMb = 512, maxEnvironments = 10, patienceMs = 20 }: FunctionOptions,
  code: FunctionCode,
  place: Omit<Place, 'onInitFailure'> & {
    readonly onInitFailure: (failure: FunctionError) => void;
  },
): Promise<LoadedCode> {
  const { threadScript, compileCacheDirectory, onInitFailure } = place;
  const directory = join(place.directory, randomUUID());
  const hash = await hashOf(code);
  await extractZip({ file: code.zip, directory });
  // Stacks lead to the sources, which are named from the zip's root on.
  const withoutPlace = (text: string) =>
    text.replaceAll(`file://${directory}/`, '').replaceAll(`${directory}/`, '');
  const pool = createEnvironmentPool({
    max: maxEnvironments,
    patienceMs,
    start: () =>
      startEnvironment({
        functionName: name,
        moduleUrl: pathToFileURL(join(directory, 'index.mjs')).href,
        threadScript,
        compileCacheDirectory,
        variables: { ...code.variables, ...ownVariables({ name, memoryMb, directory }) },
        memoryMb,
        payloadBytes: SYNC_PAYLOAD_BYTES,
        initTimeoutMs: INIT_TIMEOUT_MS,
        onInitFailure: (failure) => {
          const trace = failure.trace?.filter(isOfTheBundle).map(withoutPlace);
          onInitFailure({ ...failure, ...(trace && { trace }) });
        },
        onOutput: (output) =>
          place.onOutput({ functionName: name, ...output, text: withoutPlace(output.text) }),
      }),
  });
  return {
    pool,
    hash,
    text: () => readFile(join(directory, 'index.mjs'), 'utf8'),
    remove: async () => {
      await pool.retire();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Not how Node and the host came to load it. */
const isOfTheBundle = (line: string): boolean =>
  !/^\s+at .*(node:internal\/|environment-thread\.mjs)/.test(line);

/** Equal for code that runs alike. */
async function hashOf({ zip, variables }: FunctionCode): Promise<string> {
  const sorted = Object.entries(variables).sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash('sha256').update(await readFile(zip));
  return hash.update(JSON.stringify(sorted)).digest('hex');
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
