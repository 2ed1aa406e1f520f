import { watch } from 'node:fs';
import { sep } from 'node:path';

export interface FolderWatch {
  close(): void;
}

/** One save is several events, and an editor saves several files at once. */
const QUIET_MS = 150;

/** What tools write beside sources. */
const IGNORED = /^(node_modules|dist|\..*)$/;

/** Calls back when something in a folder has changed and nothing has for a moment. */
export function watchFolder(folder: string, onChange: () => void): FolderWatch {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, { recursive: true }, (_event, path) => {
    if (path?.split(sep).some((part) => IGNORED.test(part))) return;
    clearTimeout(timer);
    timer = setTimeout(onChange, QUIET_MS);
  });
  return {
    close: () => {
      clearTimeout(timer);
      watcher.close();
    },
  };
}
