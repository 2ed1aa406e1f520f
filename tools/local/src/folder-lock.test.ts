import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockFolder } from './folder-lock.ts';
import { StartError } from './start-error.ts';

let parent: string;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'skein-lock-test-'));
});
afterAll(() => rm(parent, { recursive: true }));

describe('lockFolder', () => {
  it('makes the folder, and refuses it to a second system until the first has closed', async () => {
    const folder = join(parent, 'a', 'b');
    const first = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(StartError);
    await expect(lockFolder(folder)).rejects.toThrow(`in use by process ${process.pid}`);
    await first.close();
    const second = await lockFolder(folder);
    await second.close();
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['a process that has ended', String(spawnSync(process.execPath, ['--version']).pid)],
    ['nonsense', 'not a number'],
  ])('takes a folder left by %s', async (_, holder) => {
    const folder = await mkdtemp(join(parent, 'left-'));
    await writeFile(join(folder, 'skein.pid'), holder);
    const lock = await lockFolder(folder);
    await lock.close();
  });
});
