import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from './usage-error.ts';
import { createVariables, ignoredNames } from './variables.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skein-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const envFile = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe('createVariables', () => {
  it('takes a later file before an earlier one, and the shell before both', () => {
    const files = [
      envFile('.env', 'A=1\nB="two words" # and a comment\nC=3\n'),
      envFile('.env.local', 'B=4\nC=5\n'),
    ];
    expect(createVariables(files, { C: '6', D: '7', E: undefined }).read()).toEqual({
      A: '1',
      B: '4',
      C: '6',
      D: '7',
    });
  });

  it("takes nothing of the shell's that is about the command or the AWS SDK", () => {
    const shell = { AWS_PROFILE: 'mine', NODE_OPTIONS: '', npm_config_x: '', _: '', PATH: '/bin' };
    expect(createVariables([], shell).read()).toEqual({ PATH: '/bin' });
  });

  it('reads the files anew each time', () => {
    const variables = createVariables([envFile('.env', 'A=1')], {});
    expect(variables.read()).toEqual({ A: '1' });
    envFile('.env', 'A=2');
    expect(variables.read()).toEqual({ A: '2' });
  });

  it('throws when a file is not there', () => {
    const variables = createVariables([join(folder, 'nowhere')], {});
    expect(() => variables.read()).toThrow(UsageError);
    expect(() => variables.read()).toThrow(/^--env .*nowhere: no such file\.$/);
  });
});

describe('ignoredNames', () => {
  it('are those that the local system sets itself', () => {
    const files = [envFile('.env', 'TABLE_NAME=mine\nA=1'), envFile('.env.local', 'TABLE_NAME=x')];
    expect(ignoredNames(files, new Set(['TABLE_NAME', 'OTHER']))).toEqual(['TABLE_NAME']);
  });
});
