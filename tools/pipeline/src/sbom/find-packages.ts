import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Contrib } from '@cyclonedx/cyclonedx-library';

/** A `package.json`, as far as a bill of materials reads it. */
type PackageJson = Contrib.FromNodePackageJson.Types.NodePackageJson;

/** A package of which something is in a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly manifest: PackageJson;
}

/** The packages that files belong to, each once: the nearest `package.json` above a file that has a name and a version. */
export async function findPackages(files: readonly string[]): Promise<readonly BundledPackage[]> {
  const folders = new Set(files.map((file) => dirname(file)));
  const found = new Map<string, BundledPackage>();
  for (const folder of folders) {
    const bundled = await packageAbove(folder);
    if (bundled !== null) found.set(`${bundled.name}@${bundled.version}`, bundled);
  }
  return [...found.values()].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
}

/** How the lockfile names a package. */
export const idOf = ({ name, version }: BundledPackage): string => `${name}@${version}`;

async function packageAbove(folder: string): Promise<BundledPackage | null> {
  const manifest = await readManifest(folder);
  // A folder's package.json may say no more than that it holds ES modules.
  if (typeof manifest?.name === 'string' && typeof manifest.version === 'string') {
    return { name: manifest.name, version: manifest.version, manifest };
  }
  const parent = dirname(folder);
  return parent === folder ? null : packageAbove(parent);
}

async function readManifest(folder: string): Promise<PackageJson | null> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => null);
  return text === null ? null : JSON.parse(text);
}
