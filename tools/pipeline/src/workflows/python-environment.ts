import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../run-command.ts';

const REQUIREMENTS = fileURLToPath(new URL('../../python/requirements.txt', import.meta.url));
const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));

/** The folder of programs of a virtual environment with the pinned packages, made the first time. */
export async function preparePython(): Promise<string> {
  const hash = createHash('sha256').update(await readFile(REQUIREMENTS));
  const directory = join(CACHE, `python-${hash.digest('hex').slice(0, 12)}`);
  const bin = join(directory, 'bin');
  const complete = join(directory, 'complete');
  if (existsSync(complete)) return bin;

  // What an interrupted run left is no environment.
  await rm(directory, { recursive: true, force: true });
  await mkdir(CACHE, { recursive: true });
  await runCommand({ command: 'python3', args: ['-m', 'venv', directory], output: 'show' });
  const install = ['-m', 'pip', 'install', '--quiet', '--requirement', REQUIREMENTS];
  await runCommand({ command: join(bin, 'python'), args: install, output: 'show' });
  await writeFile(complete, '');
  return bin;
}
