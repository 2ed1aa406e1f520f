import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/** The zips of a build in memory, by app. */
export type Zips = ReadonlyMap<string, Uint8Array>;

/** Reads every zip that the manifest names. */
export async function readZips(dist: string): Promise<Zips> {
  const manifest: Record<string, { readonly file: string }> = JSON.parse(
    await readFile(join(dist, 'manifest.json'), 'utf8'),
  );
  const zips = Object.entries(manifest).map(
    async ([app, { file }]) => [app, new Uint8Array(await readFile(join(dist, file)))] as const,
  );
  return new Map(await Promise.all(zips));
}

/** Another version of the same build: `edit` gets and gives an app's code. */
export function editZips(zips: Zips, edit: (code: string, app: string) => string): Zips {
  const edited = [...zips].map(([app, zip]) => {
    const files = unzipSync(zip);
    const before = strFromU8(files['index.mjs'] ?? new Uint8Array());
    const after = edit(before, app);
    const same = after === before;
    return [app, same ? zip : zipSync({ ...files, 'index.mjs': strToU8(after) })] as const;
  });
  return new Map(edited);
}

/** Writes zips and their manifest, as a build does. */
export async function writeZips(dist: string, zips: Zips): Promise<void> {
  const entries = await Promise.all(
    [...zips].map(async ([app, zip]) => {
      const file = `${app}.zip`;
      await writeFile(join(dist, file), zip);
      const sha256 = createHash('sha256').update(zip).digest('hex');
      return [app, { file, sha256, bytes: zip.length }] as const;
    }),
  );
  const manifest = JSON.stringify(Object.fromEntries(entries), null, 2);
  await writeFile(join(dist, 'manifest.json'), `${manifest}\n`);
}
