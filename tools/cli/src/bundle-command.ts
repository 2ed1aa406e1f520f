import { relative, resolve } from 'node:path';
import { bundle, bundleApp, type Manifest } from '@skein/bundle';
import { APPS_DIR, DIST_DIR } from './places.ts';

export interface BundleTarget {
  /** A module that exports `app`; null for the apps of the workspace. */
  readonly app: string | null;
}

/** Bundles and lists the zips. */
export async function runBundle(target: BundleTarget): Promise<void> {
  const { distDir, manifest } = await bundleTarget(target);
  for (const { file, bytes } of Object.values(manifest)) {
    const path = relative(process.cwd(), resolve(distDir, file));
    console.log(`${path}  ${Math.ceil(bytes / 1024)} KiB`);
  }
}

/** Bundles an application to `dist` of the current folder, or the workspace's apps to the workspace's. */
export async function bundleTarget({
  app,
}: BundleTarget): Promise<{ readonly distDir: string; readonly manifest: Manifest }> {
  const distDir = app === null ? DIST_DIR : resolve('dist');
  const manifest =
    app === null
      ? await bundle({ appsDir: APPS_DIR, outDir: distDir })
      : await bundleApp({ app, outDir: distDir });
  return { distDir, manifest };
}
