import { globSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyInfra, hasTerraform, INFRA, terraform } from './terraform-copy.ts';

const tested = globSync('modules/*/tests', { cwd: INFRA }).map(dirname);

/** Everything that somebody applies: it holds a provider's configuration. */
const roots = globSync('{account,environments/*,examples/*}/versions.tf', { cwd: INFRA }).map(
  dirname,
);

/** Every run plans a whole stack, and a busy machine takes its time. */
const SLOWEST_MS = 600_000;

/** Terraform is no dependency of the workspace: only CI insists on it. */
const skip = !process.env.CI && !(await hasTerraform());

let infra = '';
beforeAll(async () => {
  infra = await copyInfra();
});
afterAll(async () => {
  await rm(dirname(infra), { recursive: true, force: true });
});

describe.skipIf(skip)('terraform fmt', () => {
  it('would change nothing', async () => {
    expect(await terraform(INFRA, 'fmt', '-check', '-recursive')).toBe('');
  });
});

describe.skipIf(skip)('terraform test', () => {
  it.concurrent.each(tested)(
    'passes in %s',
    async (module) => {
      const directory = join(infra, module);
      await terraform(directory, 'init', '-backend=false', '-input=false');
      expect(await terraform(directory, 'test')).toMatch(/Success! [1-9]\d* passed, 0 failed/);
    },
    SLOWEST_MS,
  );

  it('has modules to test', () => {
    expect(tested).toContain('modules/skein');
  });
});

describe.skipIf(skip)('terraform validate', () => {
  it.concurrent.each(roots)(
    'finds no fault in %s, and its lock file complete',
    async (root) => {
      const directory = join(infra, root);
      await terraform(
        directory,
        ...['init', '-backend=false', '-input=false', '-lockfile=readonly'],
      );
      expect(await terraform(directory, 'validate')).toContain('The configuration is valid');
    },
    SLOWEST_MS,
  );
});
