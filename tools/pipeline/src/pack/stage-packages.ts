import { cp, glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { WORKSPACE } from '../workspace.ts';
import { brokenImports } from './broken-imports.ts';
import { compilePackages } from './compile-packages.ts';
import { builtFile, publishedManifest } from './published-manifest.ts';
import { versionCopy } from './run-changesets.ts';
import { findSourcePackages, type SourcePackage } from './source-package.ts';
import { undeclaredImports } from './undeclared-imports.ts';

export interface StageOptions {
  /** An empty folder for all that is made on the way, which its owner removes. */
  readonly scratch: string;
  /** @default what the pending changesets make of the present one */
  readonly version?: string | undefined;
}

/** A package as it will be published: the folder that `npm pack` makes an archive of. */
export interface StagedPackage {
  readonly name: string;
  /** Of its sources, relative to the workspace. */
  readonly source: string;
  readonly folder: string;
  /** Declarations by export path: `./dist/index.d.ts` of `.`, say. */
  readonly types: Readonly<Record<string, string>>;
}

/** Builds every package that is published, at one version: JavaScript, types, maps, and the changelog of that version. */
export async function stagePackages(options: StageOptions): Promise<readonly StagedPackage[]> {
  const { scratch } = options;
  const [compiled, versioned] = [join(scratch, 'compiled'), join(scratch, 'versioned')];
  await mkdir(compiled, { recursive: true });
  await versionCopy(versioned);
  const packages = await findSourcePackages(versioned);
  await compilePackages(packages, compiled);

  const catalog = await readCatalog();
  const repository = process.env.GITHUB_REPOSITORY || null;
  return Promise.all(
    packages.map(async ({ folder, manifest }) => {
      const stage = join(scratch, 'staged', folder);
      await copyContent({ folder, manifest }, { compiled, versioned, stage });
      await assertImports(manifest, join(stage, 'dist'));
      const version = options.version ?? manifest.version ?? '0.0.0';
      const published = publishedManifest({ manifest, folder, version, catalog, repository });
      await writeFile(join(stage, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
      return { name: manifest.name, source: folder, folder: stage, types: typesOf(manifest) };
    }),
  );
}

async function assertImports(manifest: SourcePackage['manifest'], dist: string): Promise<void> {
  const { name, dependencies, peerDependencies } = manifest;
  const declared = [name, ...Object.keys({ ...dependencies, ...peerDependencies })];
  const problems = await Promise.all([brokenImports(dist), undeclaredImports(dist, declared)]);
  if (problems.flat().length > 0) throw new Error(`${name}: ${problems.flat().join('; ')}`);
}

interface Places {
  /** Where everything was compiled to. */
  readonly compiled: string;
  /** Where the changelogs are. */
  readonly versioned: string;
  /** The folder of this package. */
  readonly stage: string;
}

async function copyContent({ folder, manifest }: SourcePackage, places: Places): Promise<void> {
  const { compiled, versioned, stage } = places;
  const copy = async (from: string, to: string) => {
    await mkdir(dirname(join(stage, to)), { recursive: true });
    await cp(from, join(stage, to), { recursive: true });
  };
  const built = join(compiled, folder, 'src');
  await copy(built, 'dist');
  for await (const file of glob('**/*.js', { cwd: built })) {
    const source = join('src', file.replace(/\.js$/, '.ts'));
    await copy(join(WORKSPACE, folder, source), source);
  }
  await copy(join(WORKSPACE, folder, 'README.md'), 'README.md');
  await copy(join(versioned, folder, 'CHANGELOG.md'), 'CHANGELOG.md');
  await copy(join(WORKSPACE, 'LICENSE'), 'LICENSE');
  for (const file of Object.values(manifest.bin ?? {})) {
    const text = await readFile(join(WORKSPACE, folder, file), 'utf8');
    await copy(join(WORKSPACE, folder, file), file);
    await writeFile(join(stage, file), withBuiltImports(text));
  }
}

/** Commands import sources in the workspace. */
const withBuiltImports = (text: string) =>
  text.replaceAll(/'\.\.\/(src\/[^']+)'/g, (_all, source) => `'../${builtFile(source)}'`);

const typesOf = ({ exports = {} }: SourcePackage['manifest']) =>
  Object.fromEntries(
    Object.entries(exports).map(([path, source]) => [
      path,
      builtFile(source).replace(/\.js$/, '.d.ts'),
    ]),
  );

async function readCatalog(): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(join(WORKSPACE, 'pnpm-workspace.yaml'), 'utf8');
  return parse(text).catalog;
}
