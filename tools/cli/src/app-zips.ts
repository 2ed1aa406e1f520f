import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleApp } from '@skein/bundle';

/** The zips of one application, in a folder that is removed at the end. */
export interface AppZips {
  readonly distDir: string;
  /** Bundles it. Rejects, and leaves what was there, when it can't be bundled. */
  build(): Promise<void>;
  remove(): Promise<void>;
}

export async function createAppZips(app: string): Promise<AppZips> {
  const distDir = await mkdtemp(join(tmpdir(), 'skein-dev-'));
  return {
    distDir,
    build: async () => void (await bundleApp({ app, outDir: distDir })),
    remove: () => rm(distDir, { recursive: true, force: true }),
  };
}
