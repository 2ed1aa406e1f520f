import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeChecksums } from './checksums.ts';

let dir: string;
beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  dir = mkdtempSync(join(tmpdir(), 'skein-checksums-'));
  mkdirSync(join(dir, 'packages'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(dir, { recursive: true });
});

describe('writeChecksums', () => {
  it('lists what a release carries, and nothing else', async () => {
    const files = ['connect.zip', 'manifest.json', 'sbom.cdx.json', 'packages/a-1.0.0.tgz'];
    for (const file of [...files, 'connect.zip.1.tmp', 'packages/a']) {
      writeFileSync(join(dir, file), '');
    }
    const out = join(dir, 'SHA256SUMS');
    await writeChecksums({ dir, out });
    const lines = readFileSync(out, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => line.split('  ')[1])).toEqual(files.toSorted());
    expect(lines[0]).toMatch(/^e3b0c44298fc1c14/);
  });

  it('rejects when there is nothing', async () => {
    await expect(writeChecksums({ dir, out: join(dir, 'SUMS') })).rejects.toThrow('nothing to');
  });
});
