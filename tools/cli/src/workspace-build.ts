import { type Bundle, compileAll, findEntries, writeDist } from '@skein/bundle';
import type { Build, Built } from './build.ts';
import { isUpToDate } from './is-up-to-date.ts';
import { APP_SOURCES, DIST_DIR, LOCKFILE, MANIFEST, workspaceApps } from './places.ts';

/**
 * The zips of the workspace's apps, in its `dist`. The first time, zips that are newer than their sources are taken as they
 * are, and what they are made of is found out meanwhile.
 */
export function createWorkspaceBuild(): Build {
  const appsDir = workspaceApps('dev');
  let isFirst = true;
  return {
    subject: 'the apps of the workspace',
    build: async () => {
      const asTheyAre = isFirst && (await isUpToDate(MANIFEST, APP_SOURCES));
      isFirst = false;
      if (asTheyAre) return built(compileApps(appsDir));
      const bundles = await compileApps(appsDir);
      await writeDist(bundles, DIST_DIR);
      return built(Promise.resolve(bundles));
    },
    remove: async () => undefined,
  };
}

const compileApps = async (appsDir: string) => compileAll(await findEntries(appsDir));

const built = (bundles: Promise<readonly Bundle[]>): Built => ({
  distDir: DIST_DIR,
  application: null,
  event: null,
  topics: null,
  problems: [],
  files: bundles.then((all) => [...new Set([...all.flatMap(filesOf), LOCKFILE])]),
});

const filesOf = ({ readFiles }: Bundle): readonly string[] => readFiles;
