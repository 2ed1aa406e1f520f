import { existsSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Of another file of the package, in modules and declarations; not in code that is generated, whose names vary. */
const RELATIVE_IMPORT = /(?:from|import)\s*\(?['"](\.{1,2}\/[^'"$]+)['"]/g;

/** Imports of files that a built package lacks. */
export async function brokenImports(dist: string): Promise<readonly string[]> {
  const broken: string[] = [];
  for await (const file of glob('**/*.{js,d.ts}', { cwd: dist })) {
    const text = await readFile(join(dist, file), 'utf8');
    const targets = [...text.matchAll(RELATIVE_IMPORT)].map(([, target = '']) => target);
    const missing = targets.filter((target) => !existsSync(join(dist, dirname(file), target)));
    broken.push(...missing.map((target) => `${file} imports ${target}, which is not there`));
  }
  return broken;
}
