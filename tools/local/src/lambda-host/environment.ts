import { Worker } from 'node:worker_threads';
import type { FunctionError } from './invocation.ts';
import type { ThreadMessage, ThreadRequest, ThreadSetup } from './thread-messages.ts';

/** One execution environment: a worker thread with its own variables and heap, serving one invocation at a time. */
export interface Environment {
  /** False once it crashed, timed out or was killed: it takes no further invocation. */
  alive(): boolean;
  /** How long it took to start and load the bundle, and what failed where it did. */
  readonly loaded: Promise<Loaded>;
  /** Settles when it is no longer alive. */
  readonly ended: Promise<void>;
  /** Runs one invocation. Never rejects: crashes and timeouts are function errors, and end the environment. */
  invoke(request: EnvironmentRequest): Promise<EnvironmentOutcome>;
  kill(): Promise<void>;
}

export interface Loaded {
  readonly initMs: number;
  /** Null when the bundle was loaded. */
  readonly failure: FunctionError | null;
}

interface EnvironmentRequest {
  readonly requestId: string;
  /** JSON. */
  readonly event: string;
  readonly timeoutMs: number;
}

type EnvironmentOutcome =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly error: FunctionError };

export interface EnvironmentOptions {
  readonly functionName: string;
  readonly moduleUrl: string;
  /** The script that the thread runs: `environment-thread`, without types. */
  readonly threadScript: URL;
  /** Environments of one host share what V8 compiled: all but the first of a function start a third faster. */
  readonly compileCacheDirectory: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly payloadBytes: number;
  /** Lambda gives the init phase 10 s. */
  readonly initTimeoutMs: number;
  /** It ends before it has loaded the bundle. */
  readonly onInitFailure: (failure: FunctionError) => void;
  /** What the function writes, and why it failed where it did. */
  readonly onOutput: (output: {
    readonly requestId: string | null;
    readonly stream: 'stdout' | 'stderr';
    readonly text: string;
  }) => void;
}

const SHUTDOWN: FunctionError = {
  errorType: 'Sandbox.Shutdown',
  errorMessage: 'the host was closed',
};

/** Starts an environment; it loads the bundle at once, before the first invocation. */
export function startEnvironment(options: EnvironmentOptions): Environment {
  const { functionName, moduleUrl, memoryMb, payloadBytes, variables } = options;
  const startedAt = performance.now();
  const sent = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const { compileCacheDirectory } = options;
  const setup: ThreadSetup = {
    moduleUrl,
    compileCacheDirectory,
    sent,
    functionName,
    memoryMb,
    payloadBytes,
  };
  const worker = new Worker(options.threadScript, {
    name: functionName,
    workerData: setup,
    env: { ...variables },
    argv: [],
    execArgv: ['--enable-source-maps'],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  const loaded = Promise.withResolvers<Loaded>();
  const ended = Promise.withResolvers<void>();
  let death: FunctionError | null = null;
  let isLoaded = false;
  let current: { readonly requestId: string; settle(outcome: EnvironmentOutcome): void } | null =
    null;

  function settle(outcome: EnvironmentOutcome): void {
    current?.settle(outcome);
    current = null;
  }

  function report(error: FunctionError): void {
    const text = `${logText(error)}\n`;
    options.onOutput({ requestId: current?.requestId ?? null, stream: 'stderr', text });
  }

  function die(error: FunctionError): void {
    if (death === null && error !== SHUTDOWN) {
      if (isLoaded) report(error);
      else options.onInitFailure(error);
    }
    death ??= error;
    ended.resolve();
    loaded.resolve({ initMs: performance.now() - startedAt, failure: death });
    settle({ ok: false, error: death });
  }

  async function kill(error: FunctionError): Promise<void> {
    die(error);
    await worker.terminate();
  }

  const cancelInit = after(options.initTimeoutMs, () => kill(initTimeout(options.initTimeoutMs)));
  loaded.promise.then(cancelInit);

  worker.on('message', (message: ThreadMessage) => {
    switch (message.kind) {
      case 'ready':
        isLoaded = true;
        return loaded.resolve({ initMs: performance.now() - startedAt, failure: null });
      case 'init-failed':
        return kill(message.error);
      case 'log':
        return options.onOutput({
          requestId: current?.requestId ?? null,
          stream: message.stream,
          text: message.text,
        });
      case 'succeeded':
        return settle({ ok: true, payload: JSON.parse(message.payload) });
      case 'failed':
        report(message.error);
        return settle({ ok: false, error: message.error });
      default:
        return message satisfies never;
    }
  });
  worker.on('error', (error) => die(describeCrash(error)));
  worker.on('exit', (code) => die(exitError(code)));

  async function invoke({ requestId, event, timeoutMs }: EnvironmentRequest) {
    await loaded.promise;
    if (death !== null) return { ok: false as const, error: death };
    const outcome = Promise.withResolvers<EnvironmentOutcome>();
    current = { requestId, settle: outcome.resolve };
    const cancel = after(timeoutMs, () => kill(timedOut(timeoutMs)));
    const request: ThreadRequest = { requestId, event, deadlineMs: Date.now() + timeoutMs };
    worker.postMessage(request);
    const counter = new Int32Array(sent);
    Atomics.add(counter, 0, 1);
    Atomics.notify(counter, 0);
    return outcome.promise.finally(cancel);
  }

  return {
    alive: () => death === null,
    loaded: loaded.promise,
    ended: ended.promise,
    invoke,
    kill: () => kill(SHUTDOWN),
  };
}

/** As Lambda writes it to the function's log. */
export function logText({ errorType, errorMessage, trace }: FunctionError): string {
  return trace?.join('\n') || `${errorType}: ${errorMessage}`;
}

function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

function timedOut(timeoutMs: number): FunctionError {
  const seconds = (timeoutMs / 1000).toFixed(2);
  return { errorType: 'Sandbox.Timedout', errorMessage: `Task timed out after ${seconds} seconds` };
}

function initTimeout(ms: number): FunctionError {
  return { errorType: 'Sandbox.Timedout', errorMessage: `Init timed out after ${ms} ms` };
}

function exitError(code: number): FunctionError {
  const errorMessage = `Runtime exited with error: exit status ${code}`;
  return { errorType: 'Runtime.ExitError', errorMessage };
}

function describeCrash(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: 'Runtime.Unknown', errorMessage: `${error}` };
  const outOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  const errorType = outOfMemory ? 'Runtime.OutOfMemory' : error.name;
  return { errorType, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] };
}
