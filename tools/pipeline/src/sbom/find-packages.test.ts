import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPackages, idOf } from './find-packages.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skein-sbom-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const addManifest = (path: string, manifest: object) => {
  mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, path, 'package.json'), JSON.stringify(manifest));
};

describe('findPackages', () => {
  it('takes the nearest package.json that names a version, and each package once', async () => {
    addManifest('a', { name: 'a', version: '1.0.0' });
    addManifest('a/esm', { type: 'module' });
    addManifest('a/node_modules/b', { name: 'b', version: '2.0.0' });
    const files = ['a/x.js', 'a/esm/y.js', 'a/esm/z.js', 'a/node_modules/b/lib/b.js'];
    const found = await findPackages(files.map((file) => join(folder, file)));
    expect(found.map(idOf)).toEqual(['a@1.0.0', 'b@2.0.0']);
  });
});
