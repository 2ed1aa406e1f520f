import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { brokenImports } from './broken-imports.ts';

let dist: string;
beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), 'skein-imports-'));
  writeFileSync(join(dist, 'there.js'), '');
});
afterEach(() => rmSync(dist, { recursive: true }));

describe('brokenImports', () => {
  it('is empty when every file is there; packages are not looked for', async () => {
    writeFileSync(join(dist, 'a.js'), `import { x } from './there.js';\nimport zod from 'zod';`);
    expect(await brokenImports(dist)).toEqual([]);
  });

  it.each([
    ['a.js', `import { x } from './gone.js';`],
    ['a.js', `const x = await import('./gone.js');`],
    ['a.js', `import './gone.js';`],
    ['a.d.ts', `export type { X } from './gone.js';`],
  ])('names the file when %s says %s', async (file, text) => {
    writeFileSync(join(dist, file), text);
    expect(await brokenImports(dist)).toEqual([`${file} imports ./gone.js, which is not there`]);
  });
});
