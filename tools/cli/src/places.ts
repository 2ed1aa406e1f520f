import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { UsageError } from './usage-error.ts';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

const APPS_DIR = at('apps');

/** Where the zips of the workspace's apps go. */
export const DIST_DIR = at('dist');

/** Written last, when everything is in `dist`. */
export const MANIFEST = at('dist/manifest.json');

/** The versions of the packages that are in the zips. */
export const LOCKFILE = at('pnpm-lock.yaml');

/** What the zips are made of. */
export const APP_SOURCES = [...['apps', 'packages', 'tools/bundle/src'].map(at), LOCKFILE];

/** Makes the console page. */
export const CONSOLE_BUILD = at('tools/local/console/build.ts');

/** Written last, when the page is built. */
export const CONSOLE_BUILT = at('tools/local/console/dist/workers/graphql.js');

/** What the console page is made of. */
export const CONSOLE_SOURCES = [CONSOLE_BUILD, at('tools/local/console/src'), LOCKFILE];

/** Whether this command runs in the workspace that has apps of its own, not where somebody installed it. */
export const isWorkspace = (): boolean => existsSync(APPS_DIR);

/** The apps of the workspace. Throws a UsageError where this command is installed elsewhere: then there are none. */
export function workspaceApps(command: string): string {
  if (isWorkspace()) return APPS_DIR;
  throw new UsageError(
    `skein ${command} takes a module that exports an app: skein ${command} src/app.ts`,
  );
}
