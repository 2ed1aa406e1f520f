import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isUpToDate } from './is-up-to-date.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skein-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const path = (name: string) => join(folder, name);

/** Makes a file, or gives what is there another time, in seconds. */
const touch = (name: string, time: number) => {
  writeFileSync(path(name), '', { flag: 'a' });
  utimesSync(path(name), time, time);
};

const world = (times: {
  readonly built: number;
  readonly source: number;
  readonly src: number;
}) => {
  mkdirSync(path('src'));
  touch('src/a.ts', times.source);
  utimesSync(path('src'), times.src, times.src);
  touch('built', times.built);
  return isUpToDate(path('built'), [path('src')]);
};

describe('isUpToDate', () => {
  it('is true when nothing is newer', async () => {
    expect(await world({ built: 2, source: 2, src: 1 })).toBe(true);
  });

  it('is false when a file is newer', async () => {
    expect(await world({ built: 2, source: 3, src: 1 })).toBe(false);
  });

  it('is false when a file was added or removed since', async () => {
    expect(await world({ built: 2, source: 1, src: 3 })).toBe(false);
  });

  it('ignores installed packages, and follows no link', async () => {
    mkdirSync(path('src'));
    mkdirSync(path('src/node_modules'));
    touch('src/node_modules/a.js', 9);
    symlinkSync('.', path('src/loop'));
    utimesSync(path('src'), 1, 1);
    touch('built', Date.now());
    expect(await isUpToDate(path('built'), [path('src')])).toBe(true);
  });

  it('is false when it was never built, or an input is gone', async () => {
    touch('input', 1);
    expect(await isUpToDate(path('built'), [path('input')])).toBe(false);
    touch('built', 2);
    expect(await isUpToDate(path('built'), [path('input')])).toBe(true);
    expect(await isUpToDate(path('built'), [path('other')])).toBe(false);
  });
});
