import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const REQUIREMENTS = fileURLToPath(new URL('../../python/requirements.txt', import.meta.url));
const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));

/**
 * An interpreter with the pinned packages, in a virtual environment that is made the first time. Null where the machine
 * has no Python; in CI that is an error.
 */
export async function preparePython(): Promise<string | null> {
  try {
    await run('python3', ['--version']);
  } catch (cause) {
    if (process.env.CI) throw new Error('CI must try the Python client: no python3', { cause });
    return null;
  }
  const hash = createHash('sha256')
    .update(await readFile(REQUIREMENTS))
    .digest('hex');
  const directory = join(CACHE, `python-${hash.slice(0, 12)}`);
  const python = join(directory, 'bin', 'python');
  const complete = join(directory, 'complete');
  if (existsSync(complete)) return python;

  // What an interrupted run left is no environment.
  await rm(directory, { recursive: true, force: true });
  await mkdir(CACHE, { recursive: true });
  await run('python3', ['-m', 'venv', directory]);
  await run(python, ['-m', 'pip', 'install', '--quiet', '--requirement', REQUIREMENTS]);
  await writeFile(complete, '');
  return python;
}
