import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Of a package, in modules and declarations. */
const PACKAGE_IMPORT = /(?:from|import)\s*\(?['"]((?:@[\w.-]+\/)?[\w-][\w.-]*)(?:\/[^'"$]*)?['"]/g;

/** Imports of packages that a built package does not say it needs: where it is installed they may not be there. */
export async function undeclaredImports(
  dist: string,
  declared: readonly string[],
): Promise<readonly string[]> {
  const undeclared = new Set<string>();
  for await (const file of glob('**/*.{js,d.ts}', { cwd: dist })) {
    const text = await readFile(join(dist, file), 'utf8');
    for (const [, name = ''] of text.matchAll(PACKAGE_IMPORT)) {
      if (!declared.includes(name))
        undeclared.add(`${file} imports ${name}, which is no dependency`);
    }
  }
  return [...undeclared];
}
