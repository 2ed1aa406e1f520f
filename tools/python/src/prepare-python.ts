import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * The folder of programs of a virtual environment with the pinned packages of `requirements`, made below `cache` the
 * first time. Null where the machine has no Python; in CI that is an error.
 */
export async function preparePython(options: {
  readonly requirements: string;
  readonly cache: string;
}): Promise<string | null> {
  const { requirements, cache } = options;
  try {
    await run('python3', ['-c', 'import ensurepip']);
  } catch (cause) {
    if (process.env.CI) throw new Error('CI must run the Python programs: no python3', { cause });
    return null;
  }
  const hash = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  const directory = join(cache, `python-${hash.slice(0, 12)}`);
  const bin = join(directory, 'bin');
  const complete = join(directory, 'complete');
  if (existsSync(complete)) return bin;

  // What an interrupted run left is no environment.
  await rm(directory, { recursive: true, force: true });
  await mkdir(cache, { recursive: true });
  await run('python3', ['-m', 'venv', directory]);
  await run(join(bin, 'python'), [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--requirement',
    requirements,
  ]);
  await writeFile(complete, '');
  return bin;
}
