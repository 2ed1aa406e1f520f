import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { compileAll, type Entry } from './compile.ts';
import { type Manifest, writeDist } from './dist.ts';

export interface BundleOptions {
  /** Its every folder is one Lambda, whose entry file is `src/index.ts`. */
  readonly appsDir: string;
  /** Gets `<app>.zip` for each, and `manifest.json`. */
  readonly outDir: string;
}

/** Bundles every app of a workspace, byte-identical for equal sources wherever the checkout lies. */
export async function bundle(options: BundleOptions): Promise<Manifest> {
  const entries = await findEntries(options.appsDir);
  const bundles = await compileAll(entries);
  return writeDist(bundles, resolve(options.outDir));
}

/** The apps of a workspace, by name. */
export async function findEntries(appsDir: string): Promise<readonly Entry[]> {
  const folder = resolve(appsDir);
  const children = await readdir(folder, { withFileTypes: true });
  const names = children.filter((child) => child.isDirectory()).map((child) => child.name);
  return names.sort().map((name) => {
    const file = join(folder, name, 'src', 'index.ts');
    if (!existsSync(file)) throw new Error(`No entry file for the app ${name}: expected ${file}`);
    return { name, base: dirname(folder), source: { file } };
  });
}
