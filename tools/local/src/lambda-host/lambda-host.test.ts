import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FailureRecord } from './async-invocation.ts';
import {
  createLambdaHost,
  type FunctionOutput,
  type InvocationOutcome,
  type LambdaFunction,
  type LambdaHost,
} from './index.ts';
import type { FunctionOptions } from './lambda-function.ts';

let directory: string;
let host: LambdaHost;
const output: FunctionOutput[] = [];
let written = 0;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'skein-lambda-test-'));
  host = await createLambdaHost({ onOutput: (line) => output.push(line) });
});

afterAll(async () => {
  await host.close();
  await rm(directory, { recursive: true });
});

async function writeZip(files: Record<string, string>): Promise<string> {
  const file = join(directory, `${written++}.zip`);
  const entries = Object.entries(files).map(([name, text]) => [name, strToU8(text)]);
  await writeFile(file, zipSync(Object.fromEntries(entries)));
  return file;
}

/** A function whose `index.mjs` is `source`. */
async function lambda(
  source: string,
  options: Partial<FunctionOptions> = {},
): Promise<LambdaFunction> {
  const zip = await writeZip({ 'index.mjs': source, 'index.mjs.map': '{}' });
  return host.add({ name: 'subject', zip, variables: {}, timeoutMs: 5000, ...options });
}

function payloadOf(outcome: InvocationOutcome): unknown {
  if (!outcome.ok) throw new Error(`the function failed: ${outcome.error.errorMessage}`);
  return outcome.payload;
}

function errorOf(outcome: InvocationOutcome) {
  if (outcome.ok) throw new Error('the function was expected to fail');
  return outcome.error;
}

/** Says how many invocations its environment has seen, and waits for `event.ms`. */
const COUNTER = `
  let count = 0;
  export const handler = async ({ ms = 0 } = {}) => {
    count += 1;
    const mine = count;
    await new Promise((resolve) => setTimeout(resolve, ms));
    return mine;
  };`;

/** Works, or fails as the event says. */
const FAILING = `
  export const handler = async ({ how }) => {
    switch (how) {
      case 'throw': throw new TypeError('boom');
      case 'exit': return process.exit(3);
      case 'uncaught': setTimeout(() => { throw new RangeError('later'); }); break;
      case 'unhandled': Promise.reject(new Error('nobody listens')); break;
      case 'spin': for (;;);
      case 'memory': { const all = []; for (;;) all.push(new Array(10_000).fill({})); }
      default: return 'fine';
    }
    return new Promise((resolve) => setTimeout(resolve, 60_000));
  };`;

describe('invoke', () => {
  it('gives what the handler returned', async () => {
    const subject = await lambda('export const handler = async (event) => ({ got: event });');
    expect(payloadOf(await subject.invoke({ a: [1, null] }))).toEqual({ got: { a: [1, null] } });
  });

  it('gives null when the handler returns undefined', async () => {
    const subject = await lambda('export const handler = async () => undefined;');
    expect(payloadOf(await subject.invoke({}))).toBeNull();
  });

  it('reuses an idle environment, whose state stays', async () => {
    const subject = await lambda(COUNTER);
    const first = await subject.invoke({});
    const second = await subject.invoke({});
    expect([payloadOf(first), payloadOf(second)]).toEqual([1, 2]);
    expect(first.report.initMs).toBeGreaterThan(0);
    expect(second.report.initMs).toBeNull();
    expect(subject.environments()).toBe(1);
  });

  it('runs invocations that overlap in environments of their own', async () => {
    const subject = await lambda(COUNTER);
    const outcomes = await Promise.all([1, 2, 3].map(() => subject.invoke({ ms: 1500 })));
    expect(outcomes.map(payloadOf)).toEqual([1, 1, 1]);
    expect(subject.environments()).toBe(3);
  });

  it('starts no second environment when the first is free again at once', async () => {
    const subject = await lambda(COUNTER, { patienceMs: 60_000 });
    await subject.warm();
    const outcomes = await Promise.all([1, 2].map(() => subject.invoke({})));
    expect(outcomes.map(payloadOf)).toEqual([1, 2]);
    expect(subject.environments()).toBe(1);
  });

  it('waits for a free environment when the bound is reached', async () => {
    const subject = await lambda(COUNTER, { maxEnvironments: 1 });
    const outcomes = await Promise.all([1, 2, 3].map(() => subject.invoke({ ms: 5 })));
    expect(outcomes.map(payloadOf)).toEqual([1, 2, 3]);
    expect(subject.environments()).toBe(1);
  });

  it('gives each environment its own variables and none of the parent process', async () => {
    process.env.SKEIN_TEST_PARENT = 'leaks';
    const source = 'export const handler = async () => process.env;';
    const subject = await lambda(source, { name: 'env', variables: { TABLE_NAME: 't' } });
    const variables = payloadOf(await subject.invoke({}));
    expect(variables).toMatchObject({ TABLE_NAME: 't', AWS_LAMBDA_FUNCTION_NAME: 'env' });
    expect(variables).not.toHaveProperty('SKEIN_TEST_PARENT');
    expect(variables).not.toHaveProperty('PATH');
  });

  it('gives the handler a context with its deadline, request id and name', async () => {
    const subject = await lambda(
      `export const handler = async (_, context) => ({ ...context, left: context.getRemainingTimeInMillis() });`,
      { timeoutMs: 2000 },
    );
    const outcome = await subject.invoke({});
    expect(payloadOf(outcome)).toMatchObject({
      awsRequestId: outcome.report.requestId,
      functionName: 'subject',
      memoryLimitInMB: '512',
    });
    const { left } = payloadOf(outcome) as { left: number };
    expect(left).toBeGreaterThan(1000);
    expect(left).toBeLessThanOrEqual(2000);
  });

  it('freezes the environment between invocations', async () => {
    const subject = await lambda(`
      let ticks = 0;
      export const handler = async () => {
        const before = ticks;
        setInterval(() => { ticks += 1; }, 1);
        return before;
      };`);
    await subject.invoke({});
    await new Promise((resolve) => setTimeout(resolve, 60));
    const ticks = payloadOf(await subject.invoke({}));
    expect(ticks).toBe(0);
  });

  it('lets what loading the bundle began end before the first invocation', async () => {
    const subject = await lambda(`
      let loaded = 'begun';
      setTimeout(() => { loaded = 'ended'; }, 1);
      export const handler = async () => loaded;`);
    await subject.warm();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(payloadOf(await subject.invoke({}))).toBe('ended');
  });

  it('refuses a payload over 6 MB before any environment starts', async () => {
    const subject = await lambda(COUNTER);
    const payload = 'x'.repeat(6 * 1024 * 1024);
    await expect(subject.invoke(payload)).rejects.toThrow(/over Lambda's limit of 6291456/);
    expect(subject.environments()).toBe(0);
  });

  it('fails when the response is over 6 MB', async () => {
    const subject = await lambda(`export const handler = async () => 'x'.repeat(6291456);`);
    expect(errorOf(await subject.invoke({})).errorType).toBe('Function.ResponseSizeTooLarge');
  });

  it('tags what the function writes with its name and request id', async () => {
    const subject = await lambda(
      `export const handler = async () => { console.log('seen'); process.stderr.write('bad'); };`,
      { name: 'writer' },
    );
    const { report } = await subject.invoke({});
    const { requestId } = report;
    expect(output.filter(({ functionName }) => functionName === 'writer')).toEqual([
      { functionName: 'writer', requestId, stream: 'stdout', text: 'seen\n' },
      { functionName: 'writer', requestId, stream: 'stderr', text: 'bad' },
    ]);
  });
});

describe('invoke, when the function fails', () => {
  it('gives the error of a handler that throws, and keeps the environment', async () => {
    const subject = await lambda(FAILING);
    const error = errorOf(await subject.invoke({ how: 'throw' }));
    expect(error).toMatchObject({ errorType: 'TypeError', errorMessage: 'boom' });
    const after = await subject.invoke({});
    expect([payloadOf(after), after.report.initMs]).toEqual(['fine', null]);
  });

  it.each([
    ['exit', { errorType: 'Runtime.ExitError' }],
    ['uncaught', { errorType: 'RangeError', errorMessage: 'later' }],
    ['unhandled', { errorType: 'Error', errorMessage: 'nobody listens' }],
    ['memory', { errorType: 'Runtime.OutOfMemory' }],
  ])('reports a crash (%s) and starts a new environment for the next event', async (how, error) => {
    const subject = await lambda(FAILING, { memoryMb: 32, timeoutMs: 20_000 });
    expect(errorOf(await subject.invoke({ how }))).toMatchObject(error);
    const after = await subject.invoke({});
    expect(payloadOf(after)).toBe('fine');
    expect(after.report.initMs).toBeGreaterThan(0);
  });

  it('ends the environment of a handler that is still running at its timeout', async () => {
    const subject = await lambda(FAILING, { timeoutMs: 200 });
    expect(errorOf(await subject.invoke({ how: 'spin' }))).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: 'Task timed out after 0.20 seconds',
    });
    expect(payloadOf(await subject.invoke({}))).toBe('fine');
  });

  it.each([
    ['throw', 'TypeError: boom'],
    ['exit', 'Runtime.ExitError: Runtime exited with error: exit status 3'],
    ['spin', 'Sandbox.Timedout: Task timed out after 0.50 seconds'],
  ])('writes why, once, to the output of the function: %s', async (how, line) => {
    const name = `fails-by-${how}`;
    const subject = await lambda(FAILING, { name, timeoutMs: 500 });
    const { report } = await subject.invoke({ how });
    const own = output.filter(({ functionName }) => functionName === name);
    expect(own).toMatchObject([{ requestId: report.requestId, stream: 'stderr' }]);
    expect(own[0]?.text.split('\n')[0]).toBe(line);
  });

  it('writes why a bundle cannot be loaded before anything is invoked', async () => {
    const subject = await lambda("throw new Error('bad configuration');", { name: 'unloadable' });
    await subject.warm();
    const own = output.filter(({ functionName }) => functionName === 'unloadable');
    expect(own).toMatchObject([{ requestId: null, stream: 'stderr' }]);
    expect(own[0]?.text).toContain('Error: bad configuration');
  });

  it('writes once why bundles cannot be loaded, however often and in how many functions', async () => {
    const source = `throw new TypeError('the same everywhere');`;
    const subjects = [await lambda(source), await lambda(source)];
    for (const subject of [...subjects, ...subjects]) {
      expect(errorOf(await subject.invoke({}))).toMatchObject({
        errorMessage: 'the same everywhere',
      });
    }
    const told = output.filter(({ text }) => text.includes('the same everywhere'));
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toMatch(/at index\.mjs:1:7$/m);
  });

  it('gives the next in line an environment when one crashes', async () => {
    const subject = await lambda(FAILING, { maxEnvironments: 1 });
    const crashing = subject.invoke({ how: 'exit' });
    const waiting = subject.invoke({});
    await crashing;
    expect(payloadOf(await waiting)).toBe('fine');
  });

  it.each([
    ['throws on load', `throw new Error('bad configuration');`, 'bad configuration'],
    ['exports no handler', 'export const other = 1;', 'index.handler is undefined or not exported'],
    ['does not parse', 'export const = ;', 'Unexpected token'],
  ])('reports a bundle that %s', async (_, source, message) => {
    const subject = await lambda(source);
    expect(errorOf(await subject.invoke({})).errorMessage).toContain(message);
  });
});

describe('invokeAsync', () => {
  it('runs a failing event once more and then hands it to the on-failure destination', async () => {
    const failed = Promise.withResolvers<FailureRecord>();
    const subject = await lambda(FAILING, {
      retryDelayMs: 0,
      onFailure: async (record) => failed.resolve(record),
    });
    subject.invokeAsync({ how: 'throw' });
    expect(await failed.promise).toMatchObject({
      version: '1.0',
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 2 },
      requestPayload: { how: 'throw' },
      responsePayload: { errorType: 'TypeError', errorMessage: 'boom' },
    });
  });

  it('hands nothing on when the retry succeeds', async () => {
    const records: FailureRecord[] = [];
    const subject = await lambda(
      `let count = 0;
       export const handler = async () => { count += 1; console.log(count); if (count === 1) throw new Error('once'); };`,
      {
        name: 'flaky',
        retryDelayMs: 0,
        onFailure: async (record) => {
          records.push(record);
        },
      },
    );
    subject.invokeAsync({});
    const lines = () =>
      output.filter(({ functionName, stream }) => functionName === 'flaky' && stream === 'stdout');
    await expect.poll(() => lines().map(({ text }) => text)).toEqual(['1\n', '2\n']);
    const { requestId } = (await subject.invoke({})).report;
    expect(new Set(lines().map((line) => line.requestId)).size).toBe(2);
    expect(lines().at(-1)?.requestId).toBe(requestId);
    expect(records).toEqual([]);
  });

  it('refuses an event over 1 MB', async () => {
    const subject = await lambda(COUNTER);
    expect(() => subject.invokeAsync('x'.repeat(1024 * 1024))).toThrow(/limit of 1048576/);
  });
});

describe('warm', () => {
  it('loads one environment ahead of the first invocation', async () => {
    const subject = await lambda(COUNTER);
    await subject.warm();
    expect(subject.environments()).toBe(1);
    expect(payloadOf(await subject.invoke({}))).toBe(1);
    expect(subject.environments()).toBe(1);
  });
});

describe('warm, when the environment dies before the first invocation', () => {
  it('has a new one for it', async () => {
    const subject = await lambda(`
      import { existsSync, writeFileSync } from 'node:fs';
      const mark = new URL('./mark', import.meta.url);
      if (!existsSync(mark)) { writeFileSync(mark, ''); setTimeout(() => process.exit(1), 5); }
      export const handler = async () => 'alive';`);
    await subject.warm();
    await expect.poll(subject.environments).toBe(0);
    expect(payloadOf(await subject.invoke({}))).toBe('alive');
  });
});

describe('add', () => {
  it('refuses a zip with an entry that leaves its directory', async () => {
    const zip = await writeZip({ '../evil.mjs': '' });
    const definition = { name: 'evil', zip, variables: {}, timeoutMs: 1000 };
    await expect(host.add(definition)).rejects.toThrow(/bad entry/);
  });
});

describe('close', () => {
  it('fails what is running and what waits, and refuses what comes after', async () => {
    const closing = await createLambdaHost({ onOutput: () => undefined });
    const zip = await writeZip({ 'index.mjs': COUNTER });
    const definition = { name: 'c', zip, variables: {}, timeoutMs: 60_000, maxEnvironments: 1 };
    const subject = await closing.add(definition);
    await subject.warm();
    const running = subject.invoke({ ms: 60_000 });
    const waiting = subject.invoke({ ms: 60_000 });
    await closing.close();
    expect(errorOf(await running).errorType).toBe('Sandbox.Shutdown');
    expect(errorOf(await waiting).errorType).toBe('Sandbox.Shutdown');
    await expect(subject.invoke({})).rejects.toThrow(/closed/);
  });
});

describe('prepare', () => {
  const answering = (text: string) => `export const handler = async () => '${text}';`;
  const zipOf = (source: string) => writeZip({ 'index.mjs': source });

  it('lets what runs end as it began, and what comes later run the new code', async () => {
    const subject = await lambda(
      `export const handler = async () => { await new Promise((go) => setTimeout(go, 300)); return 'old'; };`,
      { maxEnvironments: 1 },
    );
    await subject.warm();
    const running = subject.invoke({});
    const waiting = subject.invoke({});
    const prepared = await subject.prepare({ zip: await zipOf(answering('new')), variables: {} });
    const before = subject.invoke({});
    expect(prepared?.failure).toBeNull();
    prepared?.use();
    expect(payloadOf(await subject.invoke({}))).toBe('new');
    for (const old of [running, waiting, before]) expect(payloadOf(await old)).toBe('old');
    expect(subject.environments()).toBe(1);
  });

  it('is nothing when it would run the same', async () => {
    const zip = await zipOf(answering('same'));
    const variables = { A: '1', B: '2' };
    const subject = await host.add({ name: 'subject', zip, variables, timeoutMs: 5000 });
    expect(await subject.prepare({ zip, variables: { B: '2', A: '1' } })).toBeNull();
    const other = await subject.prepare({ zip, variables: { A: '1', B: '3' } });
    expect(other).not.toBeNull();
    await other?.discard();
  });

  it('says why other code can not be loaded, writes nothing of it, and changes nothing', async () => {
    const subject = await lambda(answering('old'));
    const lines = output.length;
    const zip = await zipOf(`throw new TypeError('not like this');`);
    const prepared = await subject.prepare({ zip, variables: {} });
    expect(prepared?.failure).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'not like this',
      trace: expect.arrayContaining([expect.stringMatching(/at index\.mjs:1:7$/)]),
    });
    await prepared?.discard();
    expect(payloadOf(await subject.invoke({}))).toBe('old');
    expect(output).toHaveLength(lines);
  });

  it('gives the new environments the new variables', async () => {
    const zip = await zipOf('export const handler = async () => process.env.MINE;');
    const subject = await host.add({
      name: 'subject',
      zip,
      variables: { MINE: '1' },
      timeoutMs: 5000,
    });
    expect(payloadOf(await subject.invoke({}))).toBe('1');
    (await subject.prepare({ zip, variables: { MINE: '2' } }))?.use();
    expect(payloadOf(await subject.invoke({}))).toBe('2');
  });
});
