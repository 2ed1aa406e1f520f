import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { apply } from './apply.ts';
import { createFakeTerraform, type FakeTerraform } from './fake-terraform.ts';
import { plan } from './plan.ts';
import { planDigest } from './plan-digest.ts';
import type { StackOptions } from './stack.ts';

let terraform: FakeTerraform;
let folder: string;

beforeEach(() => {
  terraform = createFakeTerraform();
  folder = mkdtempSync(join(tmpdir(), 'skein-deploy-'));
  mkdirSync(join(folder, 'environments/dev'), { recursive: true });
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  vi.stubEnv('PATH', terraform.path);
  vi.stubEnv('GITHUB_OUTPUT', join(folder, 'output'));
  vi.stubEnv('GITHUB_STEP_SUMMARY', join(folder, 'summary'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  terraform.remove();
  rmSync(folder, { recursive: true });
});

const CHANGE = {
  resource_changes: [
    { address: 'a', change: { actions: ['create'], before: null, after: {}, after_unknown: {} } },
  ],
};

const commands = () => terraform.calls().map((line) => line.split(' ')[0]);

const options = (stateBucket: string | null = null, environment = 'dev'): StackOptions => ({
  environmentsDir: join(folder, 'environments'),
  environment,
  stateBucket,
  variables: null,
});

describe('plan', () => {
  it('writes the plan to the summary, and its digest to the outputs', async () => {
    terraform.setPlan(CHANGE);
    await plan(options());
    expect(readFileSync(join(folder, 'summary'), 'utf8')).toContain('### Plan of dev');
    expect(readFileSync(join(folder, 'output'), 'utf8')).toBe(
      `digest=${planDigest(CHANGE)}\nchanges=some\n`,
    );
  });

  it('keeps the state in the bucket when there is one, and leaves no file in the environment', async () => {
    terraform.setPlan(CHANGE);
    await plan(options('states'));
    expect(terraform.calls()[0]).toMatch(
      /^init .*bucket=states .*key=skein\/dev\/terraform\.tfstate .*\(override\)$/,
    );
    expect(readdirSync(join(folder, 'environments/dev'))).toEqual([]);
  });

  it('rejects when there is no such environment', async () => {
    await expect(plan(options(null, '../environments'))).rejects.toThrow('There is no environment');
    expect(commands()).toEqual([]);
  });
});

describe('apply', () => {
  it('applies when the plan is the one that was approved', async () => {
    terraform.setPlan(CHANGE);
    await apply(options(), planDigest(CHANGE));
    expect(commands()).toEqual(['init', 'plan', 'show', 'apply']);
  });

  it('changes nothing when the plan is another', async () => {
    terraform.setPlan(CHANGE);
    const approved = planDigest({});
    await expect(apply(options(), approved)).rejects.toThrow('no longer the one');
    expect(commands()).not.toContain('apply');
  });
});
