import { stat } from 'node:fs/promises';
import { fromHere } from '@skein/bundle';
import type { LocalSystem, Reloaded } from '@skein/local';
import type { Build, Built } from './build.ts';
import type { Variables } from './variables.ts';
import type { FileWatch } from './watch-files.ts';

/** Bundles and reloads whatever has changed, one time after the other. */
export interface Reloader {
  /** From now on these files are watched, and what was saved while they were read is taken for changed. */
  watch(
    watching: FileWatch,
    made: { readonly files: Promise<readonly string[]>; readonly startedAtMs: number },
  ): void;
  changed(paths: readonly string[]): void;
  /** Resolves when what goes on has ended. Nothing more is begun, and nobody is told how it ended: Ctrl-C ends esbuild, too. */
  close(): Promise<void>;
}

/** What runs from now on. */
export interface LoadedCode {
  readonly variables: Readonly<Record<string, string>>;
  /** Null where it is the same. */
  readonly built: Built | null;
}

export function createReloader(options: {
  readonly build: Build;
  readonly variables: Variables;
  readonly local: Pick<LocalSystem, 'reload'>;
  readonly loaded: (code: LoadedCode) => void;
}): Reloader {
  const { build, variables, local, loaded } = options;
  const pending = new Set<string>();
  let running: Promise<void> = Promise.resolve();
  let isRunning = false;
  /** Whether what was bundled last does not run. */
  let isStale = false;
  let isClosed = false;
  let files: readonly string[] = variables.files;
  let watched: FileWatch | null = null;

  const changed = (paths: readonly string[]): void => {
    for (const path of paths) pending.add(path);
    if (isClosed || isRunning || pending.size === 0) return;
    isRunning = true;
    running = run();
  };

  const run = async (): Promise<void> => {
    while (pending.size > 0 && !isClosed) {
      const paths = [...pending];
      pending.clear();
      await reload(paths);
    }
    isRunning = false;
  };

  const reload = async (paths: readonly string[]): Promise<void> => {
    const startedAtMs = Date.now();
    const isCode = isStale || paths.some((path) => !variables.files.includes(path));
    console.log(`\n${listed(paths)} changed. ${isCode ? 'Bundling…' : 'Reloading…'}`);
    try {
      const { functions, sockets } = await (isCode ? reloadCode(startedAtMs) : reloadVariables());
      console.log(outcome(functions, sockets, Date.now() - startedAtMs));
    } catch (error) {
      if (isClosed) return;
      isStale = true;
      watched?.set(files, 'folders');
      console.error(`skein: ${error instanceof Error ? error.message : String(error)}`);
      console.error('Nothing was reloaded: the code from before goes on running.');
    }
  };

  const reloadVariables = async (): Promise<Reloaded> => {
    const next = variables.read();
    const reloaded = await local.reload({ variables: next });
    loaded({ variables: next, built: null });
    return reloaded;
  };

  const reloadCode = async (startedAtMs: number): Promise<Reloaded> => {
    const next = variables.read();
    const built = await build.build(next);
    const { application, files: made } = built;
    const reloaded = await local.reload({ variables: next, application });
    isStale = false;
    await watch(made, startedAtMs);
    loaded({ variables: next, built });
    return reloaded;
  };

  const watch = async (made: Promise<readonly string[]>, startedAtMs: number): Promise<void> => {
    files = [...(await made), ...variables.files];
    watched?.set(files, 'files');
    changed(await savedSince(files, startedAtMs));
  };

  return {
    watch: (watching, { files: made, startedAtMs }) => {
      watched = watching;
      watching.set(files, 'files');
      watch(made, startedAtMs).catch((error) => isClosed || console.error(`skein: ${error}`));
    },
    changed,
    close: () => {
      isClosed = true;
      return running;
    },
  };
}

function outcome(functions: readonly string[], sockets: number, ms: number): string {
  if (functions.length === 0) return `Nothing that runs is different (${ms} ms).`;
  return `Reloaded in ${ms} ms: ${sockets} ${sockets === 1 ? 'socket' : 'sockets'} kept.`;
}

function listed([first = '', ...others]: readonly string[]): string {
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `${fromHere(first)}${more}`;
}

async function savedSince(files: readonly string[], ms: number): Promise<readonly string[]> {
  const times = files.map((file) =>
    stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    ),
  );
  const saved = await Promise.all(times);
  const now = Date.now();
  // A time that is still to come would be new for ever.
  return files.filter((_, index) => {
    const time = saved[index] ?? 0;
    return time > ms && time <= now;
  });
}
