import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const WORKSPACE = fileURLToPath(new URL('../../..', import.meta.url));

/** One folder = one Lambda = one zip. */
export const APPS_DIR = fileURLToPath(new URL('../../../apps', import.meta.url));

/** Where `pnpm bundle` puts the zips. */
export const DIST_DIR = fileURLToPath(new URL('../../../dist', import.meta.url));

/** One folder = one environment. */
export const ENVIRONMENTS_DIR = fileURLToPath(
  new URL('../../../infra/environments', import.meta.url),
);
