import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What tools leave beside sources. */
const IGNORED = new Set(['node_modules', '.turbo', 'dist']);

/**
 * Whether a built file is at least as new as its inputs: files, and folders with all that is in them (a folder's own
 * time tells of files that were removed). False where it was never built.
 */
export async function isUpToDate(built: string, inputs: readonly string[]): Promise<boolean> {
  const builtMs = await modifiedMs(built);
  if (builtMs === null) return false;
  const paths = (await Promise.all(inputs.map(withContents))).flat();
  const times = await Promise.all(paths.map(modifiedMs));
  return times.every((time) => time !== null && time <= builtMs);
}

/** Links are not followed: those of a workspace go round in circles. */
async function withContents(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  const own = entries.filter(({ name }) => !IGNORED.has(name));
  const below = own.map((entry) =>
    entry.isDirectory() ? withContents(join(path, entry.name)) : [join(path, entry.name)],
  );
  return [path, ...(await Promise.all(below)).flat()];
}

async function modifiedMs(path: string): Promise<number | null> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
}
