import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { COMMANDS } from '../commands.ts';
import { WORKSPACE } from '../workspace.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly permissions?: unknown;
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const GITHUB = join(WORKSPACE, '.github');
const NAMES = readdirSync(join(GITHUB, 'workflows'));
const FILES = [...NAMES.map((name) => `workflows/${name}`), 'actions/setup/action.yml'];

const text = (file: string) => readFileSync(join(GITHUB, file), 'utf8');

const workflow = (name: string): Workflow => parse(text(`workflows/${name}`));

const commandsOf = (name: string) =>
  Object.values(workflow(name).jobs)
    .flatMap(({ steps = [] }) => steps)
    .flatMap(({ run }) => (run === undefined ? [] : [run]));

describe('the workflows', () => {
  it.each(FILES)('pin every action of others to a commit, with its version: %s', (file) => {
    const lines = text(file)
      .split('\n')
      .filter((line) => /^\s*(- )?uses:/.test(line) && !line.includes('uses: ./'));
    const loose = lines.filter((line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line));
    expect(loose).toEqual([]);
  });

  it('give one action one version everywhere', () => {
    const pins = FILES.flatMap((file) => text(file).match(/[\w-]+\/[\w-]+@[0-9a-f]{40}/g) ?? []);
    const actions = new Set(pins.map((pin) => pin.split('@')[0]));
    expect(new Set(pins).size).toBe(actions.size);
  });

  it.each(NAMES)('grant nothing that a job does not ask for itself: %s', (name) => {
    const { permissions, jobs } = workflow(name);
    expect(permissions).toEqual({});
    for (const [job, { permissions: own }] of Object.entries(jobs)) {
      expect(own, job).toBeTypeOf('object');
    }
  });

  it.each(NAMES)('run commands of the repository only: %s', (name) => {
    const { scripts } = JSON.parse(readFileSync(join(WORKSPACE, 'package.json'), 'utf8'));
    const foreign = commandsOf(name).filter((command) => {
      const [, runner, script = '', pipeline = ''] =
        /^(pnpm|node tools\/pipeline\/src\/main\.ts|gh) ?([\w:]*) ?([\w-]*)/.exec(command) ?? [];
      if (runner === 'pnpm' && script !== 'ship') return !(script in scripts);
      if (runner === 'pnpm') return !(pipeline in COMMANDS);
      return runner?.startsWith('node') ? !(script in COMMANDS) : runner === undefined;
    });
    expect(foreign).toEqual([]);
  });

  it('keep no long-lived key: AWS and npm are entered by OIDC alone', () => {
    for (const file of FILES)
      expect(text(file)).not.toMatch(/secrets\.|NODE_AUTH_TOKEN|SECRET_ACC/);
  });
});

describe('the gate', () => {
  it('needs every other job of CI, whatever came before', () => {
    const { gate, ...others } = workflow('ci.yml').jobs;
    expect(gate?.needs).toEqual(Object.keys(others));
    expect(gate?.if).toBe('always()');
  });

  it('lets only that job be skipped that its event does not run', () => {
    const { attest } = workflow('ci.yml').jobs;
    expect(attest?.if).toBe("github.event_name == 'push'");
    expect(text('workflows/ci.yml')).toMatch(
      /OPTIONAL: \$\{\{ github\.event_name != 'push' && 'attest' \|\| '' \}\}/,
    );
    const conditional = Object.entries(workflow('ci.yml').jobs).filter(([, job]) => job.if);
    expect(conditional.map(([name]) => name)).toEqual(['attest', 'gate']);
  });
});

describe('dependabot', () => {
  it('looks only into folders that are there', () => {
    const { updates } = parse(text('dependabot.yml')) as {
      readonly updates: readonly { readonly directory?: string; readonly directories?: string[] }[];
    };
    const folders = updates.flatMap(
      ({ directory, directories }) => directories ?? [directory ?? ''],
    );
    const missing = folders
      .map((folder) => folder.replace(/\*$/, ''))
      .filter((folder) => !existsSync(join(WORKSPACE, folder)));
    expect(missing).toEqual([]);
  });
});
