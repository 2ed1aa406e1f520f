import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runCommand } from '../run-command.ts';
import { addAssets } from './add-assets.ts';
import { stagePackages } from './stage-packages.ts';

export interface PackOptions {
  /** @default what the pending changesets make of the present one */
  readonly version?: string | undefined;
  /** Gets one archive for each package. */
  readonly out: string;
}

/** Builds every package that is published, as archives for a registry. */
export async function packPackages({ version, out }: PackOptions): Promise<void> {
  if (version !== undefined && !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) {
    throw new Error(`"${version}" is no version`);
  }
  const outDir = resolve(out);
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), 'skein-pack-'));
  try {
    const packages = await stagePackages({ scratch, version });
    await addAssets(packages);
    const folders = packages.map(({ folder }) => folder);
    const options = ['--ignore-scripts', '--silent', '--pack-destination', outDir];
    const args = ['pack', ...folders, ...options];
    await runCommand({ command: 'npm', args, cwd: scratch, output: 'show' });
  } finally {
    await rm(scratch, { recursive: true });
  }
}
