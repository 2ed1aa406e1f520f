import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stagePackages } from '../pack/stage-packages.ts';
import { WORKSPACE } from '../workspace.ts';
import { ENTRY_POINTS, specifier } from './entry-points.ts';
import { type ApiReport, extractApi } from './extract-api.ts';
import { judgeApi } from './judge-api.ts';

/** Throws when the public surface is not the one that the committed reports say, or mentions what it should not. */
export async function checkApi(): Promise<void> {
  const reports = await currentApi();
  const committed = await Promise.all(
    reports.map(async ({ file }) => {
      const path = join(WORKSPACE, file);
      return existsSync(path) ? await readFile(path, 'utf8') : null;
    }),
  );
  const problems = judgeApi(reports.map((report, index) => [report, committed[index] ?? null]));
  if (problems.length > 0) throw new Error(problems.join('\n\n'));
}

/** Writes the reports: from now on the surface of today is the one on purpose. */
export async function updateApi(): Promise<void> {
  for (const { entry, file, text } of await currentApi()) {
    const path = join(WORKSPACE, file);
    const changed = !existsSync(path) || (await readFile(path, 'utf8')) !== text;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    if (changed) console.log(`${specifier(entry)}: ${file}`);
  }
}

async function currentApi(): Promise<readonly ApiReport[]> {
  const scratch = await mkdtemp(join(tmpdir(), 'skein-api-'));
  try {
    const packages = await stagePackages({ scratch });
    return await extractApi({ scratch, packages, entries: ENTRY_POINTS });
  } finally {
    await rm(scratch, { recursive: true });
  }
}
