import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join, sep } from 'node:path';

export interface FolderWatch {
  close(): void;
}

/** One save is several events, and an editor saves several files at once. */
const QUIET_MS = 150;

/** What tools write beside sources. */
const IGNORED = /^(node_modules|dist|\..*)$/;

/**
 * Calls back when something in a folder has changed and nothing has for a moment. Each folder is watched by itself: Node's
 * own recursive watch loses a file for good, on Linux, when an editor saves it by renaming another one onto it.
 */
export function watchFolder(folder: string, onChange: () => void): FolderWatch {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;

  const watchTree = (path: string): void => {
    const watcher = watch(path, (event, name) => {
      if (name !== null && IGNORED.test(name)) return;
      // A folder that came, went or was replaced.
      if (event === 'rename' && name !== null) follow(join(path, name));
      clearTimeout(timer);
      timer = setTimeout(onChange, QUIET_MS);
    });
    watchers.set(path, watcher);
    watcher.on('error', () => forget(path));
    for (const entry of readdirSync(path, { withFileTypes: true }))
      if (entry.isDirectory() && !IGNORED.test(entry.name)) watchTree(join(path, entry.name));
  };

  const forget = (path: string): void => {
    for (const [watched, watcher] of watchers) {
      if (watched !== path && !watched.startsWith(path + sep)) continue;
      watcher.close();
      watchers.delete(watched);
    }
  };

  const follow = (path: string): void => {
    forget(path);
    try {
      watchTree(path);
    } catch {
      // A file, or gone again.
      forget(path);
    }
  };

  watchTree(folder);
  return {
    close: () => {
      clearTimeout(timer);
      forget(folder);
    },
  };
}
