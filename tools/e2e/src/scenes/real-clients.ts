import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../run-command.ts';
import type { AppliedStack } from '../stack.ts';
import { createLocalRoutes } from '../target/local-routes.ts';
import type { Note } from '../transcript.ts';

const CLIENTS = fileURLToPath(new URL('../../../clients', import.meta.url));
const CONFIG = fileURLToPath(new URL('../../clients.vitest.config.ts', import.meta.url));

/** As much of vitest's JSON report as is told. */
interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
    }[];
  }[];
}

/**
 * Runs the tests of every real client on an applied stack, as they are run on the local system: unchanged clients, one
 * contract. Rejects where one fails.
 */
export async function tryRealClients(stack: AppliedStack, runDirectory: string): Promise<Report> {
  stack.gateway.extend(createLocalRoutes(stack));
  const report = join(runDirectory, 'real-clients.json');
  await runCommand({
    command: process.execPath,
    args: [
      join(CLIENTS, 'node_modules', 'vitest', 'vitest.mjs'),
      ...['run', `--config=${CONFIG}`, '--no-color'],
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    ],
    env: { ...process.env, E2E_TARGET_URL: stack.gateway.url },
    logFile: join(runDirectory, 'real-clients.log'),
  });
  return JSON.parse(await readFile(report, 'utf8'));
}

/** Says which clients passed how many tests; throws where a client had none. */
export function tellClients({ testResults }: Report, note: Note): void {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const byClient = Map.groupBy(tests, ({ ancestorTitles: [client = ''] }) => client);
  for (const [client, all] of byClient) {
    const passed = all.filter(({ status }) => status === 'passed').length;
    const skipped = all.filter(({ status }) => status !== 'passed').map(({ title }) => title);
    note(`${client}: ${passed} of ${all.length}${skipped.map((title) => `; not tried: ${title}`)}`);
    if (passed === 0) throw new Error(`${client} was not tried`);
  }
  if (byClient.size < 7) throw new Error(`too few clients: ${[...byClient.keys()].join(', ')}`);
}
