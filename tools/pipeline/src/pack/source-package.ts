import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WORKSPACE } from '../workspace.ts';

/** A `package.json` of the workspace, as far as it is published. */
export interface SourceManifest {
  readonly name: string;
  readonly description?: string;
  readonly license?: string;
  readonly private?: boolean;
  readonly type?: string;
  readonly sideEffects?: boolean;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** What only the workspace's own tests import; it needs what a package does not bring, a test runner say. */
const TEST_EXPORTS = new Set(['./contract', './scenarios']);

/** A package that adopters install. */
export interface SourcePackage {
  /** Relative to the workspace. */
  readonly folder: string;
  readonly manifest: SourceManifest;
}

/** Every package of `packages` and `tools` that is not private. */
export async function findSourcePackages(): Promise<readonly SourcePackage[]> {
  const folders = await Promise.all(['packages', 'tools'].map(childrenOf));
  const found = await Promise.all(folders.flat().map(readPackage));
  return found.filter(({ manifest }) => manifest.private !== true);
}

async function childrenOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(WORKSPACE, folder), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => `${folder}/${name}`);
}

async function readPackage(folder: string): Promise<SourcePackage> {
  const text = await readFile(join(WORKSPACE, folder, 'package.json'), 'utf8');
  const manifest: SourceManifest = JSON.parse(text);
  const published = Object.entries(manifest.exports ?? {}).filter(
    ([path]) => !TEST_EXPORTS.has(path),
  );
  return { folder, manifest: { ...manifest, exports: Object.fromEntries(published) } };
}
