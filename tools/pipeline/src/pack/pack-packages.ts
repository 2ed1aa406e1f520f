import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { runCommand } from '../run-command.ts';
import { WORKSPACE } from '../workspace.ts';
import { ASSETS, CONSOLE } from './assets.ts';
import { brokenImports } from './broken-imports.ts';
import { compilePackages } from './compile-packages.ts';
import { builtFile, publishedManifest } from './published-manifest.ts';
import { findSourcePackages, type SourcePackage } from './source-package.ts';

export interface PackOptions {
  readonly version: string;
  /** Gets one archive for each package. */
  readonly out: string;
}

/** What the bundles and the packages run on; the command line asks for a later one itself. */
const NODE = '>=22.12';

/** Builds every package that is published: JavaScript and types, at one version, as archives for a registry. */
export async function packPackages({ version, out }: PackOptions): Promise<void> {
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) throw new Error(`"${version}" is no version`);
  const outDir = resolve(out);
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), 'skein-pack-'));
  try {
    await buildConsole();
    const packages = await findSourcePackages();
    await compilePackages(packages, scratch);
    const catalog = await readCatalog();
    const repository = process.env.GITHUB_REPOSITORY || null;
    for (const source of packages) {
      const stage = join(scratch, 'staged', source.folder);
      await stagePackage(source, { scratch, stage });
      const broken = await brokenImports(join(stage, 'dist'));
      if (broken.length > 0) throw new Error(`${source.folder}: ${broken.join('; ')}`);
      const manifest = publishedManifest({
        ...source,
        version,
        catalog,
        node: NODE,
        repository,
      });
      await writeFile(join(stage, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
      const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', outDir];
      await runCommand({ command: 'npm', args, cwd: stage, output: 'show' });
    }
  } finally {
    await rm(scratch, { recursive: true });
  }
}

async function buildConsole(): Promise<void> {
  if (existsSync(join(WORKSPACE, CONSOLE.built))) return;
  const args = [join(WORKSPACE, CONSOLE.build)];
  await runCommand({ command: process.execPath, args, output: 'show' });
}

interface Stage {
  /** Where everything was compiled to. */
  readonly scratch: string;
  /** The folder of this package. */
  readonly stage: string;
}

async function stagePackage({ folder, manifest }: SourcePackage, { scratch, stage }: Stage) {
  const copy = async (from: string, to: string) => {
    await mkdir(dirname(join(stage, to)), { recursive: true });
    await cp(from, join(stage, to), { recursive: true });
  };
  await copy(join(scratch, folder, 'src'), 'dist');
  await copy(join(WORKSPACE, folder, 'README.md'), 'README.md');
  await copy(join(WORKSPACE, 'LICENSE'), 'LICENSE');
  for (const [from, to] of ASSETS[folder] ?? []) await copy(join(WORKSPACE, folder, from), to);
  for (const file of Object.values(manifest.bin ?? {})) {
    const text = await readFile(join(WORKSPACE, folder, file), 'utf8');
    const built = text.replaceAll(
      /'\.\.\/(src\/[^']+)'/g,
      (_all, source) => `'../${builtFile(source)}'`,
    );
    await copy(join(WORKSPACE, folder, file), file);
    await writeFile(join(stage, file), built);
  }
}

async function readCatalog(): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(join(WORKSPACE, 'pnpm-workspace.yaml'), 'utf8');
  return parse(text).catalog;
}
