import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { UsageError } from './usage-error.ts';

/** What an application finds in `process.env`. */
export interface Variables {
  /** The files that they come from. */
  readonly files: readonly string[];
  /** Reads them anew. Throws a UsageError where a file is not there. */
  read(): Readonly<Record<string, string>>;
}

/** Of the shell, these are about the command, or lead the AWS SDK away from the local system. */
const OF_THE_COMMAND = /^(AWS_|NODE_|npm_|pnpm_|PNPM_|SKEIN_|_$)/;

/**
 * The variables of files, a later one before an earlier one, and before them the shell's, as `node --env-file` has it.
 */
export function createVariables(
  files: readonly string[],
  shell: Readonly<Record<string, string | undefined>>,
): Variables {
  const own = Object.entries(shell).filter(([name]) => !OF_THE_COMMAND.test(name));
  return {
    files: files.map((file) => resolve(file)),
    read: () => {
      const entries = [...files.flatMap(readFile), ...own];
      return Object.fromEntries(entries.filter(isSet));
    },
  };
}

/** Names that files set and that the local system sets itself: theirs would be without effect. */
export const ignoredNames = (
  files: readonly string[],
  fixed: ReadonlySet<string>,
): readonly string[] => {
  const names = files.flatMap(readFile).map(([name]) => name);
  return [...new Set(names)].filter((name) => fixed.has(name));
};

type Entry = readonly [name: string, value: string | undefined];

function readFile(file: string): readonly Entry[] {
  const path = resolve(file);
  if (existsSync(path)) return Object.entries(parseEnv(readFileSync(path, 'utf8')));
  throw new UsageError(`--env ${file}: no such file.`);
}

const isSet = (entry: Entry): entry is readonly [string, string] => entry[1] !== undefined;
