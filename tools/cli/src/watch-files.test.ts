import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FileWatch, watchFiles } from './watch-files.ts';

let folder: string;
let watching: FileWatch;
let calls: (readonly string[])[];
let heard: () => void;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'skein-cli-')));
  mkdirSync(join(folder, 'src'));
  calls = [];
  heard = () => undefined;
  watching = watchFiles((paths) => {
    calls.push(paths.map((path) => path.slice(folder.length + 1)));
    heard();
  });
});
afterEach(() => {
  watching.close();
  rmSync(folder, { recursive: true });
});

const write = (path: string) => writeFileSync(join(folder, path), String(Math.random()));
const replace = (path: string) => {
  write('saved.tmp');
  renameSync(join(folder, 'saved.tmp'), join(folder, path));
};
const watchNow = (files: readonly string[], scope: 'files' | 'folders' = 'files') =>
  watching.set(
    files.map((file) => join(folder, file)),
    scope,
  );
const hearsOf = (change: () => void) =>
  new Promise<void>((resolve) => {
    heard = resolve;
    change();
  });

describe('watchFiles', () => {
  it('calls back once when several of its files change, and for no other file', async () => {
    watchNow(['src/a.ts', 'src/b.ts']);
    await hearsOf(() => {
      write('src/other.ts');
      write('src/b.ts');
      write('src/a.ts');
    });
    expect(calls).toEqual([['src/b.ts', 'src/a.ts']]);
  });

  it('counts whatever changes beside its files when it is told to', async () => {
    watchNow(['src/a.ts'], 'folders');
    await hearsOf(() => {
      write('src/.a.ts.swp');
      write('src/new.ts');
    });
    expect(calls).toEqual([['src/new.ts']]);
  });

  it('hears of a file that is written, replaced by another, removed, and there again', async () => {
    watchNow(['src/a.ts']);
    await hearsOf(() => write('src/a.ts'));
    await hearsOf(() => replace('src/a.ts'));
    await hearsOf(() => write('src/a.ts'));
    await hearsOf(() => rmSync(join(folder, 'src/a.ts')));
    await hearsOf(() => replace('src/a.ts'));
    expect(calls).toHaveLength(5);
  });

  it('follows a folder that goes and comes, and one that is not there yet', async () => {
    watchNow(['src/a.ts', 'lib/deep/b.ts']);
    await hearsOf(() => mkdirSync(join(folder, 'lib')));
    await hearsOf(() => mkdirSync(join(folder, 'lib/deep')));
    await hearsOf(() => write('lib/deep/b.ts'));
    await hearsOf(() => rmSync(join(folder, 'src'), { recursive: true }));
    await hearsOf(() => mkdirSync(join(folder, 'src')));
    await hearsOf(() => write('src/a.ts'));
    expect(calls.at(-1)).toEqual(['src/a.ts']);
  });

  it('watches nothing any more once it is closed, whatever it is told then', async () => {
    watchNow(['src/a.ts']);
    watching.close();
    watchNow(['src/a.ts']);
    const other = watchFiles(() => heard());
    other.set([join(folder, 'src/a.ts')], 'files');
    await hearsOf(() => write('src/a.ts'));
    other.close();
    expect(calls).toEqual([]);
  });

  it('forgets the files before', async () => {
    watchNow(['src/a.ts']);
    watchNow(['src/b.ts']);
    await hearsOf(() => {
      write('src/a.ts');
      write('src/b.ts');
    });
    expect(calls).toEqual([['src/b.ts']]);
  });
});
