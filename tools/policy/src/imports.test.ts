import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const workspace = fileURLToPath(new URL('../../..', import.meta.url));
const bin = (name: string) => join(workspace, 'node_modules', '.bin', name);
/** What of the workspace is not source: copying it would take minutes. */
const heavy = new Set(['node_modules', '.git', 'dist', '.turbo', '.skein', '.cache', '.terraform']);

let copy: string;

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'skein-policy-'));
  cpSync(workspace, copy, {
    recursive: true,
    filter: (source) => source === workspace || !heavy.has(basename(source)),
  });
  // Both tools ask git which files there are.
  spawnSync('git', ['init', '-q'], { cwd: copy });
});

afterEach(() => rmSync(copy, { recursive: true, force: true }));

const run = (command: string, args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(bin(command), args, { cwd: copy, encoding: 'utf8' });
  return { passed: status === 0, output: stdout + stderr };
};

const addFile = (path: string, text: string) => writeFileSync(join(copy, path), text);

const addDependency = (folder: string, name: string) => {
  const path = join(copy, folder, 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  manifest.dependencies = { ...manifest.dependencies, [name]: 'workspace:*' };
  writeFileSync(path, JSON.stringify(manifest));
};

describe('turbo boundaries', () => {
  it('passes when nothing is changed', () => {
    expect(run('turbo', ['boundaries'])).toMatchObject({ passed: true });
  });

  it.each([
    ['packages/protocol', '@skein/sockets', 'a pure package imports a port'],
    ['packages/inbound', '@skein/publisher', 'one core imports the other'],
    ['packages/publisher', '@skein/lambda', 'a core imports the shell'],
    ['packages/schema', '@skein/lambda', 'the schema imports the shell'],
    ['packages/lambda', '@skein/schema', 'the shell imports the reference schema'],
  ])('fails when %s depends on %s: %s', (folder, dependency) => {
    addDependency(folder, dependency);
    addFile(`${folder}/src/forbidden.ts`, `import '${dependency}';\n`);
    const { passed, output } = run('turbo', ['boundaries']);
    expect(passed).toBe(false);
    expect(output).toContain('without any tag listed in allowlist');
  });

  it('fails when a package imports what it does not declare', () => {
    addFile('packages/inbound/src/forbidden.ts', `import '@skein/publisher';\n`);
    expect(run('turbo', ['boundaries']).passed).toBe(false);
  });
});

describe('biome', () => {
  const lint = (path: string, text: string) => {
    addFile(path, text);
    return run('biome', ['lint', path]);
  };

  it.each([
    ['packages/inbound/src/forbidden.ts', '@aws-sdk/client-sns'],
    ['packages/publisher/src/forbidden.ts', '@aws-sdk/client-sqs'],
    ['packages/store/src/forbidden.ts', '@aws-sdk/client-dynamodb'],
    ['packages/lambda/src/connect.ts', 'graphql'],
    ['packages/inbound/src/disconnect.ts', 'graphql'],
    ['packages/inbound/src/access.ts', 'graphql'],
    ['packages/schema/src/access.ts', 'graphql'],
  ])('fails when %s imports %s', (path, name) => {
    const { passed, output } = lint(path, `import '${name}';\n`);
    expect(passed).toBe(false);
    expect(output).toContain('AWS SDK lives only in adapter sub-paths');
  });

  it('passes when an adapter imports the AWS SDK', () => {
    expect(
      lint('packages/store/src/dynamodb/allowed.ts', `import '@aws-sdk/client-dynamodb';\n`),
    ).toMatchObject({
      passed: true,
    });
  });
});
