import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import { unzipSync } from 'fflate';

/** Unpacks a zip into a directory. Throws on an entry that would leave it. */
export async function extractZip(options: {
  readonly file: string;
  readonly directory: string;
}): Promise<void> {
  const { file, directory } = options;
  const entries = Object.entries(unzipSync(await readFile(file)));
  for (const [name, bytes] of entries.filter(([entry]) => !entry.endsWith('/'))) {
    const target = join(directory, normalize(name));
    if (!target.startsWith(`${directory}${sep}`)) throw new Error(`${file}: bad entry ${name}`);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes);
  }
}
