import { readFileSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, describe, expect, it } from 'vitest';
import { bundleApp } from './bundle-app.ts';
import { createTestWorkspace } from './test-workspace.ts';

const SKEIN = fileURLToPath(new URL('../../../packages/skein', import.meta.url));

/** Six bundles take a second or two, but not on a busy machine. */
const BUILD_MS = 120_000;

const ACCESS = `import { defineAccess } from 'skein/access';
  export const access = defineAccess({ authenticate: null });`;

const app = (access: string) => `import { buildSchema } from 'graphql';
  import { createPubSub, defineApp } from 'skein';
  ${access}
  const schema = buildSchema('type Query { a: Int }');
  export const app = defineApp({ schema, pubsub: createPubSub(), access });`;

const removals: (() => void)[] = [];
afterEach(() => {
  for (const remove of removals.splice(0)) remove();
});

/** An application outside the workspace that has installed `skein` and graphql, and no handlers. */
const bundleOf = async (files: Readonly<Record<string, string>>) => {
  const { path, remove } = createTestWorkspace({ ...files, 'node_modules/.keep': '' });
  removals.push(remove);
  symlinkSync(SKEIN, path('node_modules/skein'));
  symlinkSync(`${SKEIN}/node_modules/graphql`, path('node_modules/graphql'));
  const manifest = await bundleApp({ app: path('app.ts'), outDir: path('dist') });
  const sourcesOf = (name: string): readonly string[] => {
    const files = unzipSync(readFileSync(path('dist', manifest[name]?.file ?? '')));
    return JSON.parse(strFromU8(files['index.mjs.map'] ?? new Uint8Array())).sources;
  };
  return { manifest, sourcesOf };
};

const usesGraphql = (sources: readonly string[]) =>
  sources.some((source) => source.startsWith('node_modules/graphql/'));

describe('bundleApp', () => {
  it(
    'makes the six handlers, and connect and disconnect of the access beside the app',
    async () => {
      const { manifest, sourcesOf } = await bundleOf({
        'access.ts': ACCESS,
        'app.ts': app(`import { access } from './access.ts';`),
      });
      expect(Object.keys(manifest)).toEqual([
        'connect',
        'disconnect',
        'fanout',
        'graphql',
        'message',
        'publisher',
      ]);
      expect(sourcesOf('connect')).toContain('access.ts');
      expect(['connect', 'disconnect', 'message'].map(sourcesOf).map(usesGraphql)).toEqual([
        false,
        false,
        true,
      ]);
    },
    BUILD_MS,
  );

  it(
    "takes the app's own access when there is none beside it",
    async () => {
      const { sourcesOf } = await bundleOf({ 'app.ts': app(ACCESS) });
      expect(sourcesOf('connect')).toContain('app.ts');
    },
    BUILD_MS,
  );

  it('rejects when there is no such module', async () => {
    await expect(bundleApp({ app: 'no-such-app.ts', outDir: 'dist' })).rejects.toThrow(
      /^No application at .*no-such-app\.ts: expected a module that exports app$/,
    );
  });
});
