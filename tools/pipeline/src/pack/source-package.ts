import { glob, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { WORKSPACE } from '../workspace.ts';

/** A `package.json` of the workspace, as far as it is published. */
export interface SourceManifest {
  readonly name: string;
  readonly description?: string;
  readonly license?: string;
  readonly version?: string;
  readonly keywords?: readonly string[];
  readonly engines?: Readonly<Record<string, string>>;
  readonly private?: boolean;
  readonly type?: string;
  readonly sideEffects?: boolean;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** What only the workspace's own tests import; it needs what a package does not bring, a test runner say. */
const TEST_EXPORTS = new Set(['./contract', './endings', './scenarios']);

/** A package that adopters install. */
export interface SourcePackage {
  /** Relative to the workspace. */
  readonly folder: string;
  readonly manifest: SourceManifest;
}

/** Every package of `packages` and `tools` that is not private, in the workspace or in a copy of it. */
export async function findSourcePackages(root = WORKSPACE): Promise<readonly SourcePackage[]> {
  const manifests: string[] = [];
  for await (const file of glob('{packages,tools}/*/package.json', { cwd: root }))
    manifests.push(file);
  const found = await Promise.all(manifests.sort().map((file) => readPackage(root, dirname(file))));
  return found.filter(({ manifest }) => manifest.private !== true);
}

async function readPackage(root: string, folder: string): Promise<SourcePackage> {
  const text = await readFile(join(root, folder, 'package.json'), 'utf8');
  const manifest: SourceManifest = JSON.parse(text);
  const published = Object.entries(manifest.exports ?? {}).filter(
    ([path]) => !TEST_EXPORTS.has(path),
  );
  return { folder, manifest: { ...manifest, exports: Object.fromEntries(published) } };
}
