import { createHash, randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startEnvironment } from './environment.ts';
import { createEnvironmentPool, type EnvironmentPool } from './environment-pool.ts';
import { extractZip } from './extract-zip.ts';
import { type FunctionError, SYNC_PAYLOAD_BYTES } from './invocation.ts';

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

/** Where code is unpacked and run, and who is told of it. */
export interface Place {
  /** Everything is unpacked below it, each zip into a folder of its own. */
  readonly directory: string;
  readonly threadScript: URL;
  readonly compileCacheDirectory: string;
  readonly onOutput: (output: FunctionOutput) => void;
  /** An environment could not load the bundle. */
  readonly onInitFailure: (failure: FunctionError) => void;
}

/** Code that was unpacked, and its environments. */
export interface LoadedCode {
  readonly pool: EnvironmentPool;
  /** Of the zip and the variables. */
  readonly hash: string;
  text(): Promise<string>;
  remove(): Promise<void>;
}

/** Of a function's options, those of its environments. */
interface EnvironmentsOptions {
  readonly name: string;
  readonly memoryMb?: number;
  readonly maxEnvironments?: number;
  readonly patienceMs?: number;
}

/** Unpacks a zip. No environment is started yet. */
export async function loadCode(
  { name, memoryMb = 512, maxEnvironments = 10, patienceMs = 20 }: EnvironmentsOptions,
  code: FunctionCode,
  place: Place,
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

/** Whether code would run as what is loaded does. */
export const sameCode = async ({ hash }: LoadedCode, code: FunctionCode): Promise<boolean> =>
  (await hashOf(code)) === hash;

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
