import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readmePath, renderReadme } from './module-readme.ts';

describe('renderReadme', () => {
  it("is modules/skein's README, word for word", async () => {
    const module = 'modules/skein';
    expect(await readFile(readmePath(module), 'utf8')).toBe(await renderReadme(module));
  });
});
