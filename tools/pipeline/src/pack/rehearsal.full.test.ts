import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../run-command.ts';
import { WORKSPACE } from '../workspace.ts';
import { releaseNotes, verifyTag } from './release.ts';
import { pendingChangesets, versionCopy } from './run-changesets.ts';
import { findSourcePackages } from './source-package.ts';

/** What the release workflow does, in its order, on this machine; what it would publish stays here. */
describe('a release', () => {
  let scratch: string;
  let version: string;
  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'skein-rehearsal-'));
    await versionCopy(join(scratch, 'workspace'));
    const [first] = await findSourcePackages(join(scratch, 'workspace'));
    version = first?.manifest.version ?? '';
  });
  afterAll(() => rmSync(scratch, { recursive: true }));

  const ship = async (...args: string[]) => {
    const main = join(WORKSPACE, 'tools/pipeline/src/main.ts');
    const options = { command: process.execPath, args: [main, ...args], output: 'return' } as const;
    return (await runCommand(options)).stdout;
  };

  it('has one version and a changelog, and leaves no change out', async () => {
    const root = join(scratch, 'workspace');
    await expect(verifyTag(`v${version}`, root)).resolves.toBeUndefined();
    expect(await pendingChangesets(root)).toEqual([]);
    expect(await releaseNotes(version, root)).toMatch(/^- \w/);
  });

  it('packs each package with its readme, licence and changelog', async () => {
    const out = join(scratch, 'packages');
    await ship('pack', '--out', out);
    const names = (await findSourcePackages()).map(({ manifest }) => manifest.name);
    const archives = readdirSync(out);
    expect(archives.sort()).toEqual(
      names.map((name) => `${name.replace('@', '').replace('/', '-')}-${version}.tgz`).sort(),
    );
    for (const archive of archives) {
      const folder = join(scratch, 'unpacked', archive);
      mkdirSync(folder, { recursive: true });
      const args = ['-xzf', join(out, archive), '-C', folder, '--strip-components=1'];
      await runCommand({ command: 'tar', args, output: 'show' });
      const text = (file: string) => readFileSync(join(folder, file), 'utf8');
      expect(text('README.md').length, archive).toBeGreaterThan(200);
      expect(text('LICENSE')).toContain('MIT License');
      expect(text('CHANGELOG.md'), archive).toContain(`\n## ${version}\n`);
      const { description, keywords, engines, dependencies, ...manifest } = JSON.parse(
        text('package.json'),
      );
      expect(manifest).toMatchObject({ version, license: 'MIT', type: 'module' });
      expect(description.length).toBeGreaterThan(20);
      expect(keywords.length).toBeGreaterThan(1);
      expect(engines.node).toMatch(/^>=2[24]/);
      expect(Object.keys(dependencies ?? {})).not.toContain('graphql');
    }
  });

  it('would publish them, what others depend on first', async () => {
    const some = join(scratch, 'some');
    mkdirSync(some);
    for (const name of ['skein', 'skein-pubsub']) {
      cpSync(join(scratch, 'packages', `${name}-${version}.tgz`), join(some, `${name}.tgz`));
    }
    expect((await ship('publish', '--dir', some, '--rehearsal', 'yes')).split('\n')).toEqual(
      expect.arrayContaining([
        `@skein/pubsub@${version} would be published as latest`,
        `skein@${version} would be published as latest`,
      ]),
    );
  });
});
