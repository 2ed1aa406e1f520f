import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '@skein/bundle';

/** Reads the manifest of a build. Rejects with the command that makes one. */
export async function readManifest(dist: string): Promise<Manifest> {
  const path = join(dist, 'manifest.json');
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Error(`There is no ${path}. Build the zips with: npx pnpm bundle`, { cause });
  });
  return JSON.parse(text);
}

/** The apps whose zips differ, or that only one of two builds has. */
export function differingApps(one: Manifest, other: Manifest): readonly string[] {
  const apps = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...apps].filter((app) => one[app]?.sha256 !== other[app]?.sha256).sort();
}
