import { fileURLToPath } from 'node:url';
import * as python from '@skein/python';

/** The folder of programs of a virtual environment with the pinned packages, made the first time. */
export async function preparePython(): Promise<string> {
  const bin = await python.preparePython({
    requirements: fileURLToPath(new URL('../../python/requirements.txt', import.meta.url)),
    cache: fileURLToPath(new URL('../../.cache', import.meta.url)),
  });
  if (bin === null) throw new Error('This needs python3 with venv.');
  return bin;
}
