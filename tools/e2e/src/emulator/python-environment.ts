import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as python from '@skein/python';

const REQUIREMENTS = fileURLToPath(new URL('../../python', import.meta.url));
const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));

/** The folder of programs of a virtual environment with the packages that `python/<name>.txt` pins, made the first time. */
export async function preparePython(name: 'ministack' | 'aws-cli' | 'checkov'): Promise<string> {
  const bin = await python.preparePython({
    requirements: join(REQUIREMENTS, `${name}.txt`),
    cache: CACHE,
  });
  if (bin === null) throw new Error('This needs python3 with venv.');
  return bin;
}
