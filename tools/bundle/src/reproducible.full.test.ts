import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from './bundle.ts';
import { createTestWorkspace } from './test-workspace.ts';

const WORKSPACE = fileURLToPath(new URL('../../..', import.meta.url));

let copy: ReturnType<typeof createTestWorkspace>;

beforeAll(() => {
  copy = createTestWorkspace({ 'some/where/else/package.json': '{}' });
  // Links rather than bytes where the file system is the same: the packages are a few hundred megabytes.
  const parts = ['apps', 'packages', 'node_modules'];
  const to = copy.path('some/where/else');
  try {
    execFileSync('cp', ['-al', ...parts, to], { cwd: WORKSPACE, stdio: 'ignore' });
  } catch {
    execFileSync('cp', ['-a', ...parts, to], { cwd: WORKSPACE });
  }
}, 300_000);

afterAll(() => copy.remove());

describe('bundle', () => {
  it('writes the same bytes when the whole checkout lies elsewhere', async () => {
    const here = await bundle({ appsDir: `${WORKSPACE}/apps`, outDir: copy.path('here') });
    const there = await bundle({
      appsDir: copy.path('some/where/else/apps'),
      outDir: copy.path('there'),
    });
    expect(there).toEqual(here);
  }, 300_000);
});
