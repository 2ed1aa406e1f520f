import { createHash } from 'node:crypto';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { bundle, findEntries } from './bundle.ts';
import { compile } from './compile.ts';
import { createTestWorkspace } from './test-workspace.ts';

const GRAPHQL = 'export class GraphQLSchema {}';
const FILES = {
  'apps/hello/src/index.ts': `import { greet } from '../../../packages/greet/index.ts';
    export const handler = async (event: { name: string }) => greet(event.name);`,
  'apps/other/src/index.ts': `import { shout } from 'shout'; export const handler = () => shout('x');`,
  'packages/greet/index.ts': `export const greet = (name: string): string => 'Hello ' + name;`,
  'node_modules/shout/package.json': '{"name":"shout","main":"index.js"}',
  'node_modules/shout/index.js': `const { format } = require('node:util');
    exports.shout = (text) => format('%s!', text.toUpperCase());`,
};

const removals: (() => void)[] = [];
afterEach(() => {
  for (const remove of removals.splice(0)) remove();
});

const workspace = (files: Readonly<Record<string, string>>) => {
  const made = createTestWorkspace(files);
  removals.push(made.remove);
  return made;
};

describe('bundle', () => {
  it('writes a zip for every app, and the manifest', async () => {
    const { path } = workspace(FILES);
    const manifest = await bundle({ appsDir: path('apps'), outDir: path('dist') });
    expect(Object.keys(manifest)).toEqual(['hello', 'other']);
    expect(JSON.parse(readFileSync(path('dist', 'manifest.json'), 'utf8'))).toEqual(manifest);
    for (const { file, sha256, bytes } of Object.values(manifest)) {
      const zip = readFileSync(path('dist', file));
      expect(createHash('sha256').update(zip).digest('hex')).toBe(sha256);
      expect(zip.length).toBe(bytes);
    }
  });

  it('writes the same bytes when the checkout lies in another folder', async () => {
    const here = workspace(FILES);
    const there = workspace(
      Object.fromEntries(
        Object.entries(FILES).map(([path, text]) => [`a/deeper/checkout/${path}`, text]),
      ),
    );
    const first = await bundle({ appsDir: here.path('apps'), outDir: here.path('dist') });
    const second = await bundle({
      appsDir: there.path('a/deeper/checkout/apps'),
      outDir: there.path('elsewhere'),
    });
    expect(second).toEqual(first);
  });

  it('writes the same bytes when the checkout is reached by a link', async () => {
    const { path } = workspace({ ...FILES, 'links/.keep': '' });
    symlinkSync(path(), path('links/checkout'));
    const direct = await bundle({ appsDir: path('apps'), outDir: path('dist') });
    const linked = await bundle({ appsDir: path('links/checkout/apps'), outDir: path('other') });
    expect(linked).toEqual(direct);
  });

  it('removes the zip of an app that is no more, and no other file', async () => {
    const { path } = workspace({ ...FILES, 'dist/mine.zip': 'not from here' });
    await bundle({ appsDir: path('apps'), outDir: path('dist') });
    const { path: smaller } = workspace({ 'apps/other/src/index.ts': 'export const handler = 1;' });
    await bundle({ appsDir: smaller('apps'), outDir: path('dist') });
    expect(existsSync(path('dist', 'hello.zip'))).toBe(false);
    expect(existsSync(path('dist', 'mine.zip'))).toBe(true);
  });

  it('rejects when an app has no entry file', async () => {
    const { path } = workspace({ 'apps/empty/package.json': '{}' });
    await expect(bundle({ appsDir: path('apps'), outDir: path('dist') })).rejects.toThrow(
      'No entry file for the app empty',
    );
  });
});

describe('compile', () => {
  const compileOnly = async (files: Readonly<Record<string, string>>) => {
    const [entry] = await findEntries(workspace(files).path('apps'));
    if (entry === undefined) throw new Error('no app');
    return compile(entry);
  };

  it('names no folder of this machine in the module and its source map', async () => {
    const { path } = workspace(FILES);
    const bundles = await Promise.all((await findEntries(path('apps'))).map(compile));
    for (const { text } of bundles.flatMap(({ files }) => files)) {
      expect(text).not.toContain(path());
    }
  });

  it('maps to the sources by their paths in the workspace', async () => {
    const { files } = await compileOnly(FILES);
    const map = files.find(({ name }) => name === 'index.mjs.map');
    expect(JSON.parse(map?.text ?? '{}').sources).toEqual([
      'packages/greet/index.ts',
      'apps/hello/src/index.ts',
    ]);
  });

  it('gives every importer the graphql of the application', async () => {
    const { inputs } = await compileOnly({
      'apps/a/src/index.ts': `import { GraphQLSchema } from 'graphql';
        import { make } from 'tool'; export const handler = () => make() instanceof GraphQLSchema;`,
      'node_modules/graphql/index.js': GRAPHQL,
      'node_modules/tool/index.js': `import { GraphQLSchema } from 'graphql'; export const make = () => new GraphQLSchema();`,
      'node_modules/tool/node_modules/graphql/index.js': GRAPHQL,
    });
    expect(inputs.filter((path) => path.startsWith('node_modules/graphql/'))).toHaveLength(1);
  });

  it('rejects when two copies of graphql would be in the bundle', async () => {
    const files = {
      'apps/a/src/index.ts': `export { GraphQLSchema as handler } from 'graphql';
        export { GraphQLSchema } from '../../../node_modules/tool/node_modules/graphql/index.js';`,
      'node_modules/graphql/index.js': GRAPHQL,
      'node_modules/tool/node_modules/graphql/index.js': GRAPHQL,
    };
    const { message } = await compileOnly(files).catch((error) => error);
    expect(message.split('\n')).toEqual([
      'The bundle of a would hold 2 copies of graphql, expected one:',
      expect.stringMatching(/^ {2}\/.*\/node_modules\/graphql$/),
      '    by apps/a/src/index.ts -> graphql',
      expect.stringMatching(/^ {2}\/.*\/node_modules\/tool\/node_modules\/graphql$/),
      '    by apps/a/src/index.ts -> graphql',
      "Import it as 'graphql' everywhere, never by a path; that is always the application's own copy.",
    ]);
  });

  it('rejects two versions of the pubsub, of which one would not hear of the other', async () => {
    const pubsub = 'export const scopes = {};';
    const files = {
      'apps/a/src/index.ts': `import { scopes } from '@skein/pubsub'; import { other } from 'skein';
        export const handler = () => [scopes, other];`,
      'node_modules/@skein/pubsub/index.js': pubsub,
      'node_modules/skein/index.js': `export { scopes as other } from '@skein/pubsub';`,
      'node_modules/skein/node_modules/@skein/pubsub/index.js': pubsub,
    };
    await expect(compileOnly(files)).rejects.toThrow(
      /^The bundle of a would hold 2 copies of @skein\/pubsub.*Install skein and @skein\/cli in one version/s,
    );
  });
});
