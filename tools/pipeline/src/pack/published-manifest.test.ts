import { describe, expect, it } from 'vitest';
import { builtFile, publishedManifest } from './published-manifest.ts';

const published = (manifest: object) =>
  publishedManifest({
    manifest: { name: '@skein/x', ...manifest },
    version: '1.2.3',
    catalog: { zod: '4.6.7', alias: 'npm:graphql@17.1.0' },
    repository: 'owner/name',
    folder: 'packages/x',
  });

describe('publishedManifest', () => {
  it('exports built files with their types', () => {
    expect(published({ exports: { './sns': './src/sns/index.ts' } })).toMatchObject({
      exports: { './sns': { types: './dist/sns/index.d.ts', default: './dist/sns/index.js' } },
    });
  });

  it('names versions in place of the workspace and of the catalog', () => {
    const dependencies = { '@skein/y': 'workspace:*', zod: 'catalog:', alias: 'catalog:', z: '^1' };
    expect(published({ dependencies })).toMatchObject({
      dependencies: { '@skein/y': '1.2.3', zod: '^4.6.7', alias: 'npm:graphql@17.1.0', z: '^1' },
    });
  });

  it('keeps peers as they are, and leaves out what only the workspace needs', () => {
    const peers = {
      peerDependencies: { graphql: '^16', sdk: '^3' },
      peerDependenciesMeta: { sdk: { optional: true } },
    };
    const manifest = published({
      ...peers,
      devDependencies: { vitest: 'catalog:' },
      scripts: { test: 'vitest' },
    });
    expect(manifest).toMatchObject({ version: '1.2.3', ...peers });
    expect(Object.keys(manifest)).not.toContain('scripts');
    expect(Object.keys(manifest)).not.toContain('devDependencies');
  });

  it('names the repository, which provenance is compared with', () => {
    expect(published({})).toMatchObject({
      repository: { url: 'git+https://github.com/owner/name.git', directory: 'packages/x' },
    });
  });

  it('throws when the catalog lacks a dependency', () => {
    expect(() => published({ dependencies: { a: 'catalog:' } })).toThrow('The catalog has no a');
  });
});

describe('builtFile', () => {
  it('is the JavaScript of a source file', () => {
    expect(builtFile('./src/a/index.ts')).toBe('./dist/a/index.js');
  });
});
