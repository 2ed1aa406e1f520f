import { enableCompileCache, flushCompileCache } from 'node:module';
import {
  type MessagePort,
  parentPort,
  receiveMessageOnPort,
  workerData,
} from 'node:worker_threads';
import type { FunctionError } from './invocation.ts';
import type { ThreadMessage, ThreadRequest, ThreadSetup } from './thread-messages.ts';

type Handler = (event: unknown, context: unknown) => unknown;

// The inside of one execution environment: loads the bundle once, then serves one invocation at a time. Between
// invocations the whole thread sleeps, as Lambda freezes an environment: what a handler left unfinished goes on only
// when the next event comes.
const {
  moduleUrl,
  compileCacheDirectory,
  sent,
  functionName,
  memoryMb,
  payloadBytes,
}: ThreadSetup = workerData;
const port = parentPort;
if (port === null) throw new Error('environment-thread runs in a worker thread');
captureOutput(port);
enableCompileCache(compileCacheDirectory);
const handler = await load(port);
if (handler !== null) await serve(port, handler);

async function serve(parent: MessagePort, handle: Handler): Promise<never> {
  const counter = new Int32Array(sent);
  send(parent, { kind: 'ready' });
  flushCompileCache(); // for the function's next environments; nobody waits for it here
  await firstRequest(counter);
  for (let served = 0; ; served += 1) {
    Atomics.wait(counter, 0, served);
    const received = receiveMessageOnPort(parent);
    const request: ThreadRequest = received?.message;
    send(parent, await run(handle, request));
  }
}

/** Until its first invocation the thread stays awake, so that what loading the bundle began can end. */
async function firstRequest(counter: Int32Array): Promise<void> {
  const awake = setInterval(() => undefined, 60_000); // a pending wait keeps no event loop alive
  await Atomics.waitAsync(counter, 0, 0).value;
  clearInterval(awake);
}

async function run(handle: Handler, request: ThreadRequest): Promise<ThreadMessage> {
  try {
    const result = await handle(JSON.parse(request.event), createContext(request));
    const payload = JSON.stringify(result) ?? 'null';
    const bytes = Buffer.byteLength(payload);
    if (bytes <= payloadBytes) return { kind: 'succeeded', payload };
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${payloadBytes} bytes).`;
    return { kind: 'failed', error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage } };
  } catch (error) {
    return { kind: 'failed', error: describe(error) };
  }
}

function createContext({ requestId, deadlineMs }: ThreadRequest) {
  return {
    awsRequestId: requestId,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${process.env.AWS_REGION ?? 'us-east-1'}:000000000000:function:${functionName}`,
    memoryLimitInMB: String(memoryMb),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
  };
}

async function load(parent: MessagePort): Promise<Handler | null> {
  try {
    const bundle = await import(moduleUrl);
    if (typeof bundle.handler === 'function') return bundle.handler;
    throw new TypeError('index.handler is undefined or not exported');
  } catch (error) {
    send(parent, { kind: 'init-failed', error: describe(error) });
    return null;
  }
}

function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  const trace = error.stack?.split('\n') ?? [];
  return { errorType: error.name, errorMessage: error.message, trace };
}

/** A frozen thread flushes no stream: output goes to the parent as messages, which leave at once. */
function captureOutput(parent: MessagePort): void {
  for (const stream of ['stdout', 'stderr'] as const) {
    process[stream].write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      send(parent, { kind: 'log', stream, text });
      const done = rest.at(-1);
      if (typeof done === 'function') done();
      return true;
    };
  }
}

function send(parent: MessagePort, message: ThreadMessage): void {
  parent.postMessage(message);
}
