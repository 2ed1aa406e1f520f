import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { undeclaredImports } from './undeclared-imports.ts';

let dist: string;
beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), 'skein-undeclared-'));
});
afterEach(() => rmSync(dist, { recursive: true }));

describe('undeclaredImports', () => {
  it.each([
    ['a.js', `import { x } from 'zod';`, 'zod'],
    ['a.js', `const x = await import('zod/v4');`, 'zod'],
    ['a.js', `import '@aws-sdk/client-sns';`, '@aws-sdk/client-sns'],
    ['a.d.ts', `export type { X } from '@skein/x/y';`, '@skein/x'],
  ])('names the package when %s says %s', async (file, text, name) => {
    writeFileSync(join(dist, file), text);
    expect(await undeclaredImports(dist, [])).toEqual([
      `${file} imports ${name}, which is no dependency`,
    ]);
    expect(await undeclaredImports(dist, [name])).toEqual([]);
  });

  it('minds neither the package’s own files nor what is Node’s', async () => {
    writeFileSync(join(dist, 'a.js'), `import './b.js';\nimport { join } from 'node:path';`);
    expect(await undeclaredImports(dist, [])).toEqual([]);
  });
});
