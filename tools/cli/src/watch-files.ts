import { existsSync, type FSWatcher, watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export interface FileWatch {
  /**
   * Watches these files instead of those before; one that is not there may still come. `folders`: whatever changes beside
   * them counts, too, since nobody knows what a bundle lacks that could not be made.
   */
  set(files: readonly string[], scope: 'files' | 'folders'): void;
  close(): void;
}

/** One save is several events, and an editor saves several files at once. */
const QUIET_MS = 150;

/** What tools and editors write beside sources. */
const IGNORED = /^(node_modules|dist|\..*|.*~|\d+)$/;

/**
 * Calls back with what has changed, when nothing has for a moment. Folders are watched, not files: a watch of a file is lost
 * when an editor saves it by renaming another one onto it. Each is watched anew before the call, so that a folder that was
 * replaced is followed, and whatever changes while files are read causes another call.
 */
export function watchFiles(onChange: (paths: readonly string[]) => void): FileWatch {
  let watchers: readonly FSWatcher[] = [];
  let files: readonly string[] = [];
  let wanted: ReadonlyMap<string, ReadonlySet<string>> = new Map();
  let scope: 'files' | 'folders' = 'files';
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const changed = new Set<string>();

  const counts = (folder: string, name: string): boolean => {
    // The folder itself was moved or removed.
    if (name === basename(folder) && !existsSync(folder)) return true;
    if (wanted.get(folder)?.has(name)) return true;
    return scope === 'folders' && !IGNORED.test(name);
  };

  const hear = (folder: string, name: string | null): void => {
    if (name !== null && !counts(folder, name)) return;
    changed.add(name === null ? folder : join(folder, name));
    clearTimeout(timer);
    timer = setTimeout(tell, QUIET_MS);
  };

  const tell = (): void => {
    reopen();
    const paths = [...changed];
    changed.clear();
    onChange(paths);
  };

  const reopen = (): void => {
    if (isClosed) return;
    const before = watchers;
    wanted = namesByFolder(files);
    watchers = [...wanted.keys()].flatMap((folder) => open(folder, hear));
    for (const watcher of before) watcher.close();
  };

  return {
    set: (nextFiles, nextScope) => {
      files = nextFiles;
      scope = nextScope;
      reopen();
    },
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}

/** The names that matter in each folder that is there; of a folder that is missing, its name in the one above. */
function namesByFolder(paths: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const folders = new Map<string, Set<string>>();
  const want = (path: string): void => {
    const folder = dirname(path);
    const names = folders.get(folder) ?? new Set<string>();
    folders.set(folder, names.add(basename(path)));
    if (!existsSync(folder) && folder !== path) want(folder);
  };
  for (const path of paths) want(path);
  return folders;
}

/** Nothing where there is no such folder now: it is awaited in the one above. */
function open(folder: string, hear: (folder: string, name: string | null) => void): FSWatcher[] {
  try {
    const watcher = watch(folder, (_event, name) => hear(folder, name));
    watcher.on('error', () => hear(folder, null));
    return [watcher];
  } catch {
    return [];
  }
}
