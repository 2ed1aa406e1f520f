import { fileURLToPath } from 'node:url';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** The apps of the workspace that this command belongs to. */
export const APPS_DIR = at('apps');

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
