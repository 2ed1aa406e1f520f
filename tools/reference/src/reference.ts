import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT, readTypes } from './read-types.ts';
import { writePages } from './write-pages.ts';

export const FOLDER = join(ROOT, 'docs/reference');

const biome = fileURLToPath(import.meta.resolve('@biomejs/biome/bin/biome'));

/** The reference as it should be, by file name: as the formatter has it. */
export const makeReference = async (): Promise<ReadonlyMap<string, string>> => {
  // Nobody else wants the text, so that the command does not export it.
  const { USAGE } = await import(new URL('../../cli/src/usage.ts', import.meta.url).href);
  const pages = writePages(readTypes(), USAGE as string);
  return new Map([...pages].map(([name, text]) => [name, formatted(name, text)]));
};

const formatted = (name: string, text: string): string =>
  execFileSync(process.execPath, [biome, 'format', `--stdin-file-path=${join(FOLDER, name)}`], {
    cwd: ROOT,
    input: text,
    encoding: 'utf8',
  });
