import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAws } from './aws/aws.ts';
import { type Emulator, givenEmulator } from './emulator/emulator.ts';
import { startMiniStack } from './emulator/mini-stack.ts';
import { requirePrograms } from './require-programs.ts';
import { run } from './run.ts';
import { CommandError } from './run-command.ts';
import { saveFunctionLogs } from './save-function-logs.ts';
import { createTranscript } from './transcript.ts';
import { tryEnvironments } from './try-environments.ts';
import { tryExamples } from './try-examples.ts';
import { upgrade } from './upgrade.ts';

const RUNS = fileURLToPath(new URL('../.cache/runs', import.meta.url));

const transcript = createTranscript({
  write: (line) => void process.stdout.write(`${line}\n`),
  nowMs: () => performance.now(),
});
const runDirectory = join(RUNS, new Date().toISOString().replaceAll(/[:.]/g, '-'));
const startMs = performance.now();
// An exit, unlike a signal, lets the emulator be stopped.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
await mkdir(runDirectory, { recursive: true });

/** What can be tried, by the name that the command line gives. */
const TESTS = {
  dev: { test: run, title: 'infra/environments/dev on an AWS emulator, and real clients on it' },
  environments: { test: tryEnvironments, title: 'staging and prod on an AWS emulator' },
  examples: { test: tryExamples, title: 'infra/examples on an AWS emulator' },
  upgrade: { test: upgrade, title: 'New versions over old ones, while clients stay connected' },
} as const;

const [, , what = 'dev'] = process.argv;
if (!isTest(what)) {
  throw new Error(`There are the tests ${Object.keys(TESTS).join(', ')}, not ${what}`);
}
const { test, title } = TESTS[what];

transcript.say(title);

try {
  await requirePrograms();
  await attempt('first').catch(async (error: unknown) => {
    if (process.env.AWS_ENDPOINT_URL || !isLostAnswer(error)) throw error;
    transcript.say('\nThe emulator lost an answer, and the repeated call met its own work.');
    transcript.say('A fresh emulator is tried once.');
    await attempt('second');
  });
  await rm(runDirectory, { recursive: true });
  transcript.say(`\nAll as it must be, ${Math.round((performance.now() - startMs) / 1000)} s.`);
} catch (error) {
  transcript.say(`\n${error instanceof Error ? error.message : String(error)}`);
  transcript.say(`\nLogs of Terraform, emulator, data plane and functions: ${runDirectory}`);
  process.exitCode = 1;
}

function isTest(name: string): name is keyof typeof TESTS {
  return Object.hasOwn(TESTS, name);
}

async function attempt(name: string): Promise<void> {
  const directory = join(runDirectory, name);
  await mkdir(directory, { recursive: true });
  const emulator = await transcript.step('An AWS emulator', async (note) => {
    const found = await findEmulator(join(directory, 'emulator.log'));
    note(`${found.name} on ${found.url}`);
    return found;
  });
  try {
    await test({ emulator, runDirectory: directory, transcript });
  } catch (error) {
    const saving = saveFunctionLogs(createAws(emulator), directory);
    await saving.catch(() => transcript.say('(the functions left no logs)'));
    throw error;
  } finally {
    await emulator.stop();
  }
}

async function findEmulator(logFile: string): Promise<Emulator> {
  const given = process.env.AWS_ENDPOINT_URL;
  return given ? givenEmulator(given) : startMiniStack(logFile);
}

/** On a busy machine a call's answer may be lost; the SDK repeats the call, and an empty emulator says that it exists. */
function isLostAnswer(error: unknown): boolean {
  return error instanceof CommandError && error.output.includes('EntityAlreadyExists');
}
