import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { type Bundle, compile, findEntries, type Manifest, writeDist } from '@skein/bundle';
import { differingApps, readManifest } from '../manifest.ts';
import { APPS_DIR, DIST_DIR, WORKSPACE } from '../workspace.ts';
import { findPackages } from './find-packages.ts';
import { type BundledApp, makeBom } from './make-bom.ts';
import { readIntegrities } from './read-integrities.ts';

export interface SbomOptions {
  readonly out: string;
  readonly version: string;
}

/**
 * Writes the CycloneDX bill of materials of `dist`: what the bundler took from where, with the lockfile's hashes. Rejects
 * where these sources don't make the zips that lie in `dist`.
 */
export async function writeSbom({ out, version }: SbomOptions): Promise<void> {
  const bundles = await Promise.all((await findEntries(APPS_DIR)).map(compile));
  const manifest = await readManifest(DIST_DIR);
  const differing = differingApps(manifest, await hashes(bundles));
  if (differing.length > 0) {
    throw new Error(`dist is not of these sources (${differing.join(', ')}): npx pnpm bundle`);
  }
  const bom = makeBom({
    version,
    apps: await Promise.all(bundles.map((bundle) => describeApp(bundle, manifest))),
    integrities: readIntegrities(await readFile(join(WORKSPACE, 'pnpm-lock.yaml'), 'utf8')),
  });
  const serializer = new Serialize.JsonSerializer(
    new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6),
  );
  await writeFile(out, `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`);
  console.log(`${out}: ${bom.components.size - bundles.length} packages in ${bundles.length} zips`);
}

async function describeApp(bundle: Bundle, manifest: Manifest): Promise<BundledApp> {
  const sha256 = manifest[bundle.name]?.sha256 ?? '';
  return { name: bundle.name, sha256, packages: await findPackages(bundle.sourceFiles) };
}

async function hashes(bundles: readonly Bundle[]): Promise<Manifest> {
  const folder = await mkdtemp(join(tmpdir(), 'skein-sbom-'));
  try {
    return await writeDist(bundles, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
