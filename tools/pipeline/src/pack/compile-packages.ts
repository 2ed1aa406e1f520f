import { glob, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../run-command.ts';
import { WORKSPACE } from '../workspace.ts';
import type { SourcePackage } from './source-package.ts';

/** Declarations that a package compiles against, and that no import leads to. */
const AMBIENT = ['tools/local/src/**/*.d.ts'];

/**
 * Compiles what packages export, and what that imports, to `<outDir>/<folder>/src`: ES modules and their types. All at once, for
 * packages import each other's sources.
 */
export async function compilePackages(
  packages: readonly SourcePackage[],
  outDir: string,
): Promise<void> {
  const paths = Object.fromEntries(packages.flatMap(sourcesByName));
  const ambient: string[] = [];
  for await (const file of glob(AMBIENT, { cwd: WORKSPACE })) ambient.push(join(WORKSPACE, file));

  const project = join(outDir, 'tsconfig.json');
  await writeFile(project, JSON.stringify(settings({ paths, ambient, outDir })));
  const tsc = join(WORKSPACE, 'node_modules/.bin/tsc');
  await runCommand({ command: tsc, args: ['-p', project], output: 'show' });
  await useBuiltNames(outDir);
  for (const { folder } of packages) await useShippedSources(join(outDir, folder, 'src'));
}

/** What an import of a package stands for, `@skein/pubsub/sns` say: its source file. */
function sourcesByName({ folder, manifest }: SourcePackage): readonly [string, string][] {
  return Object.entries(manifest.exports ?? {}).map(([path, source]) => [
    join(manifest.name, path),
    join(WORKSPACE, folder, source),
  ]);
}

interface Settings {
  readonly paths: Readonly<Record<string, string>>;
  readonly ambient: readonly string[];
  readonly outDir: string;
}

const settings = ({ paths, ambient, outDir }: Settings) => ({
  extends: join(WORKSPACE, 'tsconfig.base.json'),
  files: [...Object.values(paths), ...ambient],
  compilerOptions: {
    noEmit: false,
    rootDir: WORKSPACE,
    outDir,
    declaration: true,
    declarationMap: true,
    sourceMap: true,
    inlineSources: true,
    rewriteRelativeImportExtensions: true,
    // What is found below node_modules, if only by a link, is somebody else's, and may not be written.
    paths: Object.fromEntries(Object.entries(paths).map(([name, source]) => [name, [source]])),
    types: ['node'],
    typeRoots: [join(WORKSPACE, 'tools/pipeline/node_modules/@types')],
  },
});

/** TypeScript writes `.js` for `.ts` into modules, but not into their declarations. */
async function useBuiltNames(outDir: string): Promise<void> {
  for await (const file of glob('**/*.d.ts', { cwd: outDir })) {
    const path = join(outDir, file);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replaceAll(/(['"]\.{1,2}\/[^'"]+)\.ts(['"])/g, '$1.js$2'));
  }
}

/** Sources lie beside the built files of a package, in `src`: a map names them there, not where they were compiled. */
async function useShippedSources(built: string): Promise<void> {
  for await (const file of glob('**/*.map', { cwd: built })) {
    const path = join(built, file);
    const source = file.replace(/(\.d\.ts|\.js)\.map$/, '.ts');
    const up = '../'.repeat(file.split('/').length);
    const map = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(path, JSON.stringify({ ...map, sources: [`${up}src/${source}`] }));
  }
}
