import { startLocal } from '@skein/local';
import { bundleTarget } from './bundle-command.ts';
import type { DevCommand } from './command.ts';
import { buildConsole } from './console-page.ts';
import { devApp } from './dev-app.ts';
import { greeting } from './greeting.ts';
import { isUpToDate } from './is-up-to-date.ts';
import { APP_SOURCES, DIST_DIR, MANIFEST } from './places.ts';
import { untilInterrupted } from './until-interrupted.ts';

/** Bundles, runs the local system, says where it is, and ends it at Ctrl-C. */
export async function runDev({ app, port, host, persist }: DevCommand): Promise<void> {
  const interruption = untilInterrupted();
  const options = { port, host, ...(persist === null ? {} : { persist }) };
  const page = buildConsole();
  // What fails first is reported; what fails meanwhile is no news.
  page.catch(() => undefined);
  if (app !== null) {
    await page;
    return devApp(app, options, interruption);
  }
  const local = await startLocal({ ...options, distDir: workspaceZips() });
  try {
    await page;
    console.log(greeting({ ...local, folder: null }));
    await interruption;
  } finally {
    await local.close();
  }
}

/** Bundles the workspace's apps where that was not done since they changed; the emulators start while it goes on. */
function workspaceZips(): Promise<string> {
  const zips = isUpToDate(MANIFEST, APP_SOURCES).then(async (done) =>
    done ? DIST_DIR : (await bundleTarget({ app: null })).distDir,
  );
  zips.catch(() => undefined);
  return zips;
}
