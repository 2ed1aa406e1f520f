import { describe, expect, it } from 'vitest';
import type { ApiReport } from './extract-api.ts';
import { judgeApi } from './judge-api.ts';

const report = (changes: Partial<ApiReport> = {}): ApiReport => ({
  entry: { package: 'skein', path: '.' },
  file: 'packages/skein/etc/skein.api.md',
  text: 'export interface App {\n}\n',
  notExported: [],
  errors: [],
  ...changes,
});

describe('judgeApi', () => {
  it('finds nothing when the report is the committed one', () => {
    expect(judgeApi([[report(), report().text]])).toEqual([]);
  });

  it('shows what changed, and the command that makes it a decision', () => {
    const text = 'export interface App {\n    readonly schema: unknown;\n}\n';
    expect(judgeApi([[report({ text }), report().text]])).toEqual([
      [
        'skein is not what packages/skein/etc/skein.api.md says. If that is on purpose: npx pnpm ship api --update yes',
        '+     readonly schema: unknown;',
      ].join('\n'),
    ]);
  });

  it('objects to an entry point whose report was never committed', () => {
    expect(judgeApi([[report(), null]])).toHaveLength(1);
  });

  it('objects to a change of order alone', () => {
    const text = 'a\nb\n';
    expect(judgeApi([[report({ text: 'b\na\n' }), text]])).toHaveLength(1);
  });

  it('objects to a type that is mentioned and that the package exports nowhere', () => {
    const testing = report({
      entry: { package: 'skein', path: './testing' },
      notExported: ['App', 'Internal'],
      text: '',
    });
    expect(
      judgeApi([
        [report(), report().text],
        [testing, ''],
      ]),
    ).toEqual([
      'skein/testing mentions types that skein exports nowhere; export them, or mention them no more: Internal',
    ]);
  });

  it('objects to a type of zod, and of zod only', () => {
    const withZod = (text: string) => judgeApi([[report({ text }), text]]);
    expect(withZod("import * as z from 'zod';")).toEqual([
      'skein mentions a type of zod, which is not for adopters',
    ]);
    expect(withZod("import { a } from 'zodiac';")).toEqual([]);
  });
});
