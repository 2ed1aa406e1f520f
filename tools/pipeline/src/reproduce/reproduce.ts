import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Manifest } from '@skein/bundle';
import { differingApps, readManifest } from '../manifest.ts';
import { runCommand } from '../run-command.ts';
import { DIST_DIR, WORKSPACE } from '../workspace.ts';

const BUILD = fileURLToPath(new URL('./build-zips.ts', import.meta.url));

/**
 * Builds every zip twice, in two processes that differ in what a build must not depend on, and compares them with each
 * other and with `dist`. Rejects where hashes differ.
 */
export async function reproduce(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'skein-reproduce-'));
  try {
    const first = await build({ outDir: join(folder, 'first'), cwd: WORKSPACE, zone: 'UTC' });
    const second = await build({ outDir: join(folder, 'b/c'), cwd: folder, zone: 'Asia/Kolkata' });
    refuseDifference('two builds of these sources', first, second);
    refuseDifference('dist and these sources', await readManifest(DIST_DIR), first);
    for (const [app, { sha256 }] of Object.entries(first)) console.log(`${sha256}  ${app}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface BuildOptions {
  readonly outDir: string;
  readonly cwd: string;
  readonly zone: string;
}

async function build({ outDir, cwd, zone }: BuildOptions): Promise<Manifest> {
  await runCommand({
    command: process.execPath,
    args: [BUILD, outDir],
    cwd,
    env: { ...process.env, TZ: zone },
    output: 'show',
  });
  return readManifest(outDir);
}

function refuseDifference(what: string, one: Manifest, other: Manifest): void {
  const apps = differingApps(one, other);
  if (apps.length > 0) throw new Error(`The zips of ${what} differ: ${apps.join(', ')}`);
}
