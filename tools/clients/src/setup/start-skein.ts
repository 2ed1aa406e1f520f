import { startLocal } from '@skein/local';
import type { RunningSystem } from './fork-system.ts';

/**
 * Starts the whole local system from the zips in `dist`, or in the folder that `CLIENTS_DIST` names, without its ticker:
 * every event is a test's own. `app` is a module that is bundled and run in their place.
 */
export async function startSkein({ app }: { readonly app?: string } = {}): Promise<RunningSystem> {
  const distDir = process.env.CLIENTS_DIST;
  const { url, close } = await startLocal({
    port: 0,
    tickMs: null,
    ...(distDir !== undefined && { distDir }),
    ...(app !== undefined && { app }),
  });
  return { url: `http://127.0.0.1:${new URL(url).port}`, close };
}
