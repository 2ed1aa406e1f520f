import { fileURLToPath } from 'node:url';

const workspace = new URL('../../../', import.meta.url);

/** The apps of the workspace that this command belongs to. */
export const APPS_DIR = fileURLToPath(new URL('apps', workspace));

/** Where the zips of the workspace's apps go. */
export const DIST_DIR = fileURLToPath(new URL('dist', workspace));
