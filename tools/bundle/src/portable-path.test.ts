import { describe, expect, it } from 'vitest';
import { packageCopies, portablePath, portableSourceMap } from './portable-path.ts';

describe('portablePath', () => {
  it.each([
    ['packages/a/src/index.ts', 'packages/a/src/index.ts'],
    ['../../packages/a/src/index.ts', 'packages/a/src/index.ts'],
    ['./index.ts', 'index.ts'],
    ['..\\apps\\a\\src\\index.ts', 'apps/a/src/index.ts'],
    [
      '../../../root/store/node_modules/.pnpm/jose@6.0.0/node_modules/jose/index.js',
      'node_modules/jose/index.js',
    ],
  ])('makes %s %s', (path, expected) => {
    expect(portablePath(path)).toBe(expected);
  });
});

describe('portableSourceMap', () => {
  it('changes nothing but the sources', () => {
    const map = { version: 3, sources: ['../x/a.ts'], names: ['a'], mappings: 'AAAA' };
    expect(JSON.parse(portableSourceMap(JSON.stringify(map)))).toEqual({
      ...map,
      sources: ['x/a.ts'],
    });
  });
});

describe('packageCopies', () => {
  const paths = [
    'node_modules/.pnpm/graphql@16.0.0/node_modules/graphql/index.mjs',
    'node_modules/.pnpm/graphql@16.0.0/node_modules/graphql/type/schema.mjs',
    'node_modules/.pnpm/x@1.0.0_graphql@16.0.0/node_modules/graphql-http/index.mjs',
    'packages/a/src/graphql/index.ts',
  ];

  it('finds one copy however many of its files there are', () => {
    expect(packageCopies(paths, 'graphql')).toEqual([
      'node_modules/.pnpm/graphql@16.0.0/node_modules/graphql/',
    ]);
  });

  it('finds each copy when there are two', () => {
    const other = 'node_modules/.pnpm/graphql@17.0.0/node_modules/graphql/index.mjs';
    expect(packageCopies([...paths, other], 'graphql')).toHaveLength(2);
  });
});
