import { fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Inspection, LoadedModules } from './inspection/inspect-app.ts';

/** An application that awaits something for ever at its top level. */
const PATIENCE_MS = 30_000;

/** `threw`: the application did, while it was loaded. */
export type LoadOutcome = Inspection | { readonly outcome: 'threw'; readonly problem: string };

// Plain JavaScript, for the process runs it as it stands. Stacks lead to the sources by the bundle's source map.
const RUNNER = `
const [bundle, names] = process.argv.slice(2);
const describe = (error) => (error instanceof Error ? error.stack || String(error) : String(error));
const send = (answer) => process.send(answer, () => process.exit(0));
// Whoever asked is gone. Listening must not keep the process alive: an application that waits for nothing shall be seen to end.
process.on('disconnect', () => process.exit(1));
process.channel.unref();
process.on('uncaughtException', (error) => send({ outcome: 'threw', problem: describe(error) }));
try {
  const { app, access, inspectApp } = await import(bundle);
  send(await inspectApp({ app: { ...app }, access: access && { ...access }, names: JSON.parse(names) }));
} catch (error) {
  send({ outcome: 'threw', problem: describe(error) });
}
`;

/** Loads a bundle in a process of its own, which is gone afterwards whatever the application began, and asks it about itself. */
export async function loadBundle(options: {
  readonly bundle: string;
  readonly names: LoadedModules['names'];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Gets the script that is run. */
  readonly folder: string;
  /** Ends the process early. */
  readonly signal: AbortSignal | undefined;
}): Promise<LoadOutcome> {
  const script = join(options.folder, 'load.mjs');
  await writeFile(script, RUNNER);
  const url = pathToFileURL(options.bundle).href;
  const { promise, resolve } = Promise.withResolvers<LoadOutcome>();
  const child = fork(script, [url, JSON.stringify(options.names)], {
    env: options.env,
    execArgv: ['--enable-source-maps', '--no-warnings'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    signal: options.signal,
    killSignal: 'SIGKILL',
  });
  let written = '';
  child.stderr?.on('data', (chunk) => {
    written = `${written}${chunk}`.slice(-4_000);
  });
  const timer = setTimeout(() => {
    const problem = `${options.names.app} was not loaded after ${PATIENCE_MS / 1_000} seconds: something at its top level never ends.`;
    resolve({ outcome: 'threw', problem });
  }, PATIENCE_MS);
  child.on('message', (answer: LoadOutcome) => resolve(answer));
  child.on('error', (error) => resolve({ outcome: 'threw', problem: error.message }));
  child.on('close', (code) => {
    const problem = `${options.names.app} ended the process with exit code ${code} while it was loaded. ${written}`;
    resolve({ outcome: 'threw', problem: problem.trim() });
  });
  try {
    const outcome = await promise;
    if (outcome.outcome !== 'threw') return outcome;
    return { outcome: 'threw', problem: readable(outcome.problem, options.folder) };
  } finally {
    clearTimeout(timer);
    child.kill('SIGKILL');
  }
}

/** Without the frames of Node, of the check itself and of dependencies, where there are some of the application. */
function readable(stack: string, folder: string): string {
  const lines = stack.split('\n');
  const own = lines.filter(
    (line) =>
      !/^\s+at .*(node:internal|node_modules|\(native\))/.test(line) && !line.includes(folder),
  );
  return own.join('\n');
}
