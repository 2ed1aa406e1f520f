import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StagedPackage } from '../pack/stage-packages.ts';
import { checkApi } from './check-api.ts';
import { extractApi } from './extract-api.ts';

const TIMEOUT_MS = 300_000;

describe('the public surface', () => {
  it('is the one that the reports in etc/ say', { timeout: TIMEOUT_MS }, async () => {
    await checkApi();
  });
});

describe('extractApi', () => {
  let scratch: string;
  beforeAll(() => {
    scratch = mkdtempSync(join(tmpdir(), 'skein-extract-'));
  });
  afterAll(() => rmSync(scratch, { recursive: true }));

  function stage(declarations: string): StagedPackage {
    const folder = mkdtempSync(join(scratch, 'staged-'));
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist/index.d.ts'), declarations);
    const types = { '.': './dist/index.d.ts' };
    const exports = { '.': { types: types['.'] } };
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name: '@skein/x', version: '1.0.0', type: 'module', exports }),
    );
    return { name: '@skein/x', source: 'packages/x', folder, types };
  }

  async function reportOf(declarations: string) {
    const packages = [stage(declarations)];
    const entries = [{ package: '@skein/x', path: '.' }];
    const [report] = await extractApi({ scratch: packages[0]?.folder ?? '', packages, entries });
    return report;
  }

  it('tells a changed type from the one before', { timeout: TIMEOUT_MS }, async () => {
    const [before, after] = await Promise.all([
      reportOf('export interface A {\n  readonly a: string;\n}\n'),
      reportOf('export interface A {\n  readonly a: string | null;\n}\n'),
    ]);
    expect(before?.text).toContain('readonly a: string;');
    expect(after?.text).toContain('readonly a: string | null;');
  });

  it('names types that are mentioned and not exported', { timeout: TIMEOUT_MS }, async () => {
    const report = await reportOf(
      'interface B {\n  b: 1;\n}\nexport interface A {\n  b: B;\n}\nexport {};\n',
    );
    expect(report?.notExported).toEqual(['B']);
    expect(report?.text).toContain('b: 1;');
  });
});
