import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withoutExperimentalNotices } from '../without-experimental-notices.ts';
import { logText } from './environment.ts';
import type { FunctionOutput } from './function-code.ts';
import {
  createFunction,
  type FunctionOptions,
  type HostPlace,
  type LambdaFunction,
} from './lambda-function.ts';

/** Runs Lambda functions from their zips, in worker threads of this process. */
export interface LambdaHost {
  /** Unpacks a zip and makes its function; nothing is loaded before `warm` or the first invocation. */
  add(options: FunctionOptions): Promise<LambdaFunction>;
  /** Ends every environment at once and removes what was unpacked. Running invocations fail. */
  close(): Promise<void>;
}

/** Makes an empty host. `onOutput` gets what functions write, tagged. */
export async function createLambdaHost(options: {
  readonly onOutput: (output: FunctionOutput) => void;
}): Promise<LambdaHost> {
  const { onOutput } = options;
  const directory = await mkdtemp(join(tmpdir(), 'skein-lambda-'));
  const threadScript = await writeThreadScript(directory);
  const functions: LambdaFunction[] = [];
  const onInitFailure = tellOnce(onOutput);

  return {
    add: async (definition) => {
      const added = await createFunction(definition, {
        directory,
        threadScript,
        compileCacheDirectory: join(directory, 'compile-cache'),
        onOutput,
        onInitFailure,
      });
      functions.push(added);
      return added;
    },
    close: async () => {
      await Promise.all(functions.map((one) => one.close()));
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/**
 * Writes why a bundle can't be loaded, but not again what was written: Lambda tries anew with every invocation, and all
 * functions of one application fail alike.
 */
function tellOnce(onOutput: (output: FunctionOutput) => void): HostPlace['onInitFailure'] {
  const told = new Set<string>();
  return ({ functionName, ...failure }) => {
    const reason = `${failure.errorType}: ${failure.errorMessage}`;
    if (told.has(reason)) return;
    told.add(reason);
    const text = `${logText(failure)}\n`;
    onOutput({ functionName, requestId: null, stream: 'stderr', text });
  };
}

/** Strips the thread's types once, instead of in every environment: that would double the cold start. */
async function writeThreadScript(directory: string): Promise<URL> {
  const source = await readFile(new URL('./environment-thread.ts', import.meta.url), 'utf8');
  const file = join(directory, 'environment-thread.mjs');
  await writeFile(file, await withoutExperimentalNotices(() => stripTypeScriptTypes(source)));
  return pathToFileURL(file);
}
