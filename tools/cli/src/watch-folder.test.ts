import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FolderWatch, watchFolder } from './watch-folder.ts';

let folder: string;
let watching: FolderWatch | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skein-cli-'));
  mkdirSync(join(folder, 'src'));
  mkdirSync(join(folder, 'node_modules'));
});
afterEach(() => {
  watching?.close();
  rmSync(folder, { recursive: true });
});

const write = (path: string) => writeFileSync(join(folder, path), String(Math.random()));

describe('watchFolder', () => {
  it('calls back once when several files change, and not for what tools write', async () => {
    let changes = 0;
    const changed = new Promise<void>((resolve) => {
      watching = watchFolder(folder, () => {
        changes += 1;
        resolve();
      });
    });
    write('node_modules/x.js');
    write('src/a.ts');
    write('src/b.ts');
    await changed;
    expect(changes).toBe(1);
  });

  it('hears of every save, whether a file is written or replaced, and of folders that come later', async () => {
    let heard = (): void => undefined;
    watching = watchFolder(folder, () => heard());
    const hearsOf = (change: () => void) =>
      new Promise<void>((resolve) => {
        heard = resolve;
        change();
      });
    const replace = (path: string) => {
      write('.saved');
      renameSync(join(folder, '.saved'), join(folder, path));
    };
    await hearsOf(() => write('src/a.ts'));
    await hearsOf(() => replace('src/a.ts'));
    await hearsOf(() => write('src/a.ts'));
    await hearsOf(() => replace('src/a.ts'));
    await hearsOf(() => mkdirSync(join(folder, 'src/later')));
    await hearsOf(() => write('src/later/b.ts'));
    await hearsOf(() => renameSync(join(folder, 'src/later'), join(folder, 'src/moved')));
    await hearsOf(() => write('src/moved/b.ts'));
    await hearsOf(() => rmSync(join(folder, 'src'), { recursive: true }));
    await hearsOf(() => mkdirSync(join(folder, 'src')));
    await hearsOf(() => write('src/a.ts'));
  });
});
