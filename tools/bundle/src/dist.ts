import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { archive, type Compression } from './archive.ts';
import type { Bundle } from './compile.ts';

export interface ManifestEntry {
  /** Relative to the manifest. */
  readonly file: string;
  /** Hex. */
  readonly sha256: string;
  readonly bytes: number;
}

/** What lies in `dist`, by app. */
export type Manifest = Readonly<Record<string, ManifestEntry>>;

const MANIFEST = 'manifest.json';

/** Writes a zip for each bundle, and the manifest; zips of apps that are no more, by the manifest before, are removed. */
export async function writeDist(
  bundles: readonly Bundle[],
  outDir: string,
  compression: Compression = 'best',
): Promise<Manifest> {
  await mkdir(outDir, { recursive: true });
  const before = await readManifest(outDir);
  const entries = await Promise.all(
    bundles.map((bundle) => writeZip(bundle, { outDir, compression })),
  );
  const manifest: Manifest = Object.fromEntries(entries);

  const files = new Set(entries.map(([, { file }]) => file));
  const stale = Object.values(before).filter(({ file }) => !files.has(file));
  await Promise.all(stale.map(({ file }) => rm(join(outDir, file), { force: true })));
  await replace(join(outDir, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

async function writeZip(
  bundle: Bundle,
  { outDir, compression }: { readonly outDir: string; readonly compression: Compression },
): Promise<[string, ManifestEntry]> {
  const zip = await archive(bundle.files, compression);
  const file = `${bundle.name}.zip`;
  await replace(join(outDir, file), zip);
  const sha256 = createHash('sha256').update(zip).digest('hex');
  return [bundle.name, { file, sha256, bytes: zip.length }];
}

async function readManifest(outDir: string): Promise<Manifest> {
  try {
    return JSON.parse(await readFile(join(outDir, MANIFEST), 'utf8'));
  } catch {
    // No manifest, or half of one: then nothing is known to be stale.
    return {};
  }
}

/** Whoever reads meanwhile sees the old file or the new one, never half of it. */
async function replace(path: string, content: string | Buffer): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, content);
  await rename(temporary, path);
}
