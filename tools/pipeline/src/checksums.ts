import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface ChecksumOptions {
  readonly dir: string;
  readonly out: string;
}

/** What a release carries, below the folder of a build. */
const RELEASED = /^(\w+\.zip|manifest\.json|[\w.]+\.cdx\.json|packages\/[^/]+\.tgz)$/;

/** Writes what `sha256sum --check` reads, for every file of a release. */
export async function writeChecksums({ dir, out }: ChecksumOptions): Promise<void> {
  const files = (await readdir(dir, { recursive: true })).filter((file) => RELEASED.test(file));
  if (files.length === 0) throw new Error(`There is nothing to release in ${dir}`);
  const lines = files.sort().map(async (file) => `${await hash(join(dir, file))}  ${file}\n`);
  const text = (await Promise.all(lines)).join('');
  await writeFile(out, text);
  console.log(text.trimEnd());
}

async function hash(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}
