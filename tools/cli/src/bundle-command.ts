import { relative, resolve } from 'node:path';
import {
  appEntries,
  bundle,
  checkApp,
  compileAll,
  fromHere,
  type Manifest,
  writeDist,
  writeHandlers,
} from '@skein/bundle';
import { DIST_DIR, workspaceApps } from './places.ts';
import { interruptible } from './until-interrupted.ts';
import { createVariables } from './variables.ts';

export interface BundleTarget {
  /** A module that exports `app`; null for the apps of the workspace. */
  readonly app: string | null;
  /** Gets the zips; null for `dist`. */
  readonly outDir: string | null;
  /** A folder with handler files of the application's own; null where all are generated. */
  readonly handlers: string | null;
  /** Gets handler files to be changed, in place of a bundle. */
  readonly writeHandlers: string | null;
  readonly envFiles: readonly string[];
}

interface AppTarget extends BundleTarget {
  readonly app: string;
}

/** Bundles and lists the zips, or writes the handler files. */
export async function runBundle(target: BundleTarget): Promise<void> {
  const { app, writeHandlers: folder } = target;
  if (app !== null && folder !== null) return listHandlers(app, folder);
  const { distDir, manifest } = await bundleTarget(target);
  for (const { file, bytes } of Object.values(manifest)) {
    const path = relative(process.cwd(), resolve(distDir, file));
    console.log(`${path}  ${Math.ceil(bytes / 1024)} KiB`);
  }
}

async function listHandlers(app: string, folder: string): Promise<void> {
  for (const { file, outcome } of await writeHandlers(app, folder)) {
    console.log(`${fromHere(file)}  ${outcome}`);
  }
  console.log(
    `They import @skein/lambda: install it for their types. skein bundle ${app} --handlers ${folder} takes them.`,
  );
}

async function bundleTarget(
  target: BundleTarget,
): Promise<{ readonly distDir: string; readonly manifest: Manifest }> {
  const { app, outDir } = target;
  if (app !== null) return interruptible((signal) => bundleChecked({ ...target, app }, signal));
  const distDir = outDir === null ? DIST_DIR : resolve(outDir);
  return { distDir, manifest: await bundle({ appsDir: workspaceApps('bundle'), outDir: distDir }) };
}

/** Writes nothing of an application with which something is wrong. */
async function bundleChecked({ app, outDir, handlers, envFiles }: AppTarget, signal: AbortSignal) {
  const env = createVariables(envFiles, process.env).read();
  const entries = await appEntries(app, handlers);
  const compiling = compileAll(entries);
  compiling.catch(() => undefined); // what is wrong with the application itself is told first, and once
  const { errors, warnings, thrown } = await checkApp({ app, env, signal });
  const unchecked = thrown === null ? [] : [notChecked(app, thrown)];
  const grave = errors.filter((error) => error !== thrown);
  for (const warning of [...unchecked, ...warnings]) console.error(`skein: ${warning}`);
  if (grave.length > 0) throw new Error(grave.join('\n'));
  const distDir = resolve(outDir ?? 'dist');
  const bundles = await compiling;
  signal.throwIfAborted();
  return { distDir, manifest: await writeDist(bundles, distDir) };
}

/** Where it is bundled, what it needs to run may well be missing. */
const notChecked = (app: string, thrown: string): string =>
  `${fromHere(resolve(app))} does not load here, so it is bundled as it is, unchecked. If it lacks variables, --env has them.\n${thrown.replace(/^/gm, '  ')}`;
