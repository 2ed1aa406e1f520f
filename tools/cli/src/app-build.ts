import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import {
  type AppCheck,
  appEntries,
  checkApp,
  compileAll,
  fromHere,
  HANDLER_NAMES,
  type LoadedApp,
  writeDist,
} from '@skein/bundle';
import type { Build, Built } from './build.ts';
import { nearestManifest } from './nearest-manifest.ts';

/** An application to bundle. */
export interface BuiltApp {
  /** A module that exports `app`. */
  readonly app: string;
  /** A folder with handler files of the application's own; null where all are generated. */
  readonly handlers: string | null;
  /** Ends a check that goes on. */
  readonly signal: AbortSignal;
}

/** The zips of one application, in a folder that is removed at the end. It is checked whenever it is bundled. */
export async function createAppBuild(built: BuiltApp): Promise<Build> {
  const distDir = await mkdtemp(join(tmpdir(), 'skein-dev-'));
  return {
    subject: fromHere(resolve(built.app)),
    build: (variables) => buildApp({ ...built, distDir, variables }),
    remove: () => rm(distDir, { recursive: true, force: true }),
  };
}

async function buildApp(
  options: BuiltApp & {
    readonly distDir: string;
    readonly variables: Readonly<Record<string, string>>;
  },
): Promise<Built> {
  const { app, handlers, signal, distDir, variables } = options;
  const entries = await appEntries(app, handlers);
  const compiling = compileAll(entries);
  compiling.catch(() => undefined); // what is wrong with the application itself is told first, and once
  const check = await checkApp({ app, env: variables, signal });
  const loaded = loadedOf(check);
  const bundles = await compiling;
  await writeDist(bundles, distDir, 'fast');
  const files = bundles.flatMap(({ readFiles }) => readFiles);
  return {
    distDir,
    application: { name: nameOf(app), schema: loaded.schema },
    event: loaded.event,
    topics: loaded.topics,
    problems: [...check.errors, ...check.warnings],
    files: Promise.resolve([...new Set([...files, ...awaited(app, handlers)])]),
  };
}

function loadedOf({ loaded, errors }: AppCheck): LoadedApp {
  if (loaded === null) throw new Error(errors.join('\n'));
  return loaded;
}

/** Files that are part of a bundle as soon as they are there, and the one that tells of packages that are installed. */
function awaited(app: string, handlers: string | null): readonly string[] {
  const file = resolve(app);
  const own = handlers === null ? [] : HANDLER_NAMES.map((name) => resolve(handlers, `${name}.ts`));
  return [file, join(dirname(file), 'access.ts'), ...own, ...nearestManifest(file)];
}

/** As its package is called, else as its folder. */
function nameOf(app: string): string {
  const file = resolve(app);
  for (const manifest of nearestManifest(file)) {
    const { name } = JSON.parse(readFileSync(manifest, 'utf8'));
    if (typeof name === 'string') return name;
  }
  return basename(dirname(file));
}
