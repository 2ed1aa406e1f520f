import { createHash } from 'node:crypto';
import type { Manifest } from '@skein/bundle';
import type { ObjectStore } from './object-store.ts';

export interface UploadOptions {
  readonly store: ObjectStore;
  /** Goes before every key. */
  readonly prefix: string;
  /** How many builds stay, this one included. */
  readonly keep: number;
  readonly manifest: Manifest;
  /** The zip of that name. */
  readonly read: (file: string) => Promise<Uint8Array>;
  readonly now: Date;
}

export interface UploadReport {
  readonly uploaded: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Puts a build's zips under `<prefix><app>-<sha256>.zip`, then its manifest under `<prefix>manifests/<time>-<digest>.json`, and
 * removes what only builds before the last ones name. Repeating it changes nothing but the build's time. A zip is removed
 * only when a manifest that is removed names it: one that another upload has just put, its manifest still to come, stays.
 */
export async function upload(options: UploadOptions): Promise<UploadReport> {
  const { store, prefix, manifest, read } = options;
  const present = new Set(await store.keys(prefix));
  const uploaded: string[] = [];
  for (const [key, { file, sha256 }] of zipsOf(prefix, manifest)) {
    if (present.has(key)) continue;
    await store.put(key, await verified(await read(file), { file, sha256 }));
    uploaded.push(key);
  }
  await store.put(manifestKey(options), Buffer.from(textOf(manifest)));
  return { uploaded, removed: await prune(options) };
}

async function prune(options: UploadOptions): Promise<readonly string[]> {
  const { store, prefix, keep, manifest } = options;
  const all = (await store.keys(`${prefix}manifests/`)).toSorted().reverse();
  const current = manifestKey(options);
  const again = all.filter((key) => key !== current && key.endsWith(`-${digestOf(manifest)}.json`));
  const builds = all.filter((key) => !again.includes(key));

  const kept = await zipsNamed(options, builds.slice(0, keep));
  const stale = builds.slice(keep);
  const orphans = (await zipsNamed(options, stale)).filter((key) => !kept.includes(key));
  // Zips go first: a manifest that is still there would have them removed the next time.
  const removed = [...new Set(orphans), ...again, ...stale];
  await store.remove([...new Set(orphans)]);
  await store.remove([...again, ...stale]);
  return removed;
}

async function zipsNamed(
  { store, prefix }: UploadOptions,
  manifests: readonly string[],
): Promise<readonly string[]> {
  const texts = await Promise.all(manifests.map((key) => store.get(key)));
  return texts.flatMap((text) => zipsOf(prefix, JSON.parse(text)).map(([key]) => key));
}

const zipsOf = (prefix: string, manifest: Manifest) =>
  Object.entries(manifest).map(
    ([app, built]) => [`${prefix}${app}-${built.sha256}.zip`, built] as const,
  );

const textOf = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 2)}\n`;

const sha256Of = (content: Uint8Array | string): string =>
  createHash('sha256').update(content).digest('hex');

const digestOf = (manifest: Manifest): string => sha256Of(textOf(manifest)).slice(0, 16);

/** Begins with the time, so that keys sort by it: `20260102T030405Z`. */
function manifestKey({ prefix, manifest, now }: UploadOptions): string {
  const time = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return `${prefix}manifests/${time}-${digestOf(manifest)}.json`;
}

function verified(
  content: Uint8Array,
  { file, sha256 }: { readonly file: string; readonly sha256: string },
): Uint8Array {
  if (sha256Of(content) === sha256) return content;
  throw new Error(`${file} is not what manifest.json says. Build the zips with: npx pnpm bundle`);
}
