import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { releaseNotes, verifyTag } from './release.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skein-release-'));
  mkdirSync(join(root, '.changeset'));
  writeFileSync(join(root, '.changeset/README.md'), 'What this is');
  add(
    'a',
    { version: '1.2.0' },
    '# a\n\n## 1.2.0\n\n### Minor Changes\n\n- New: x.\n\n  More of x.\n',
  );
});
afterEach(() => rmSync(root, { recursive: true }));

function add(name: string, manifest: object, changelog: string) {
  const folder = join(root, 'packages', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, ...manifest }));
  writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
}

describe('verifyTag', () => {
  it('accepts the version of every package, but of private ones', async () => {
    add('p', { version: '0.0.0', private: true }, '');
    await expect(verifyTag('v1.2.0', root)).resolves.toBeUndefined();
  });

  it('refuses a tag that is not the version of a package', async () => {
    add('b', { version: '1.1.0' }, '');
    await expect(verifyTag('v1.2.0', root)).rejects.toThrow(
      'v1.2.0 is not the version of every package: b is at 1.1.0',
    );
  });

  it('refuses when a change is of no version yet', async () => {
    writeFileSync(join(root, '.changeset/new.md'), '');
    await expect(verifyTag('v1.2.0', root)).rejects.toThrow('of no version yet: new.md');
  });
});

describe('releaseNotes', () => {
  it('says each change of a version once, in the words of its changeset', async () => {
    const shared = '- Fixed: y.';
    add(
      'b',
      {},
      `# b\n\n## 1.2.0\n\n### Minor Changes\n\n- New: x.\n\n  More of x.\n\n### Patch Changes\n\n${shared}\n`,
    );
    add('c', {}, `# c\n\n## 1.2.0\n\n### Patch Changes\n\n${shared}\n\n## 1.1.0\n\n- Old.\n`);
    add('d', {}, '# d\n\n## 1.2.0\n\nNo changes in this release.\n');
    expect(await releaseNotes('1.2.0', root)).toBe('- New: x.\n\n  More of x.\n\n- Fixed: y.\n');
  });

  it('throws when no changelog knows of the version', async () => {
    await expect(releaseNotes('9.9.9', root)).rejects.toThrow(
      'No changelog knows of a change in 9.9.9',
    );
  });
});
