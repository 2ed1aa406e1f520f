import { symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { appEntries, bundleApp } from './bundle-app.ts';
import { compile } from './compile.ts';
import { createTestWorkspace } from './test-workspace.ts';

const SKEIN = fileURLToPath(new URL('../../../packages/skein', import.meta.url));

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
const entriesOf = (files: Readonly<Record<string, string>>) => {
  const { path, remove } = createTestWorkspace({ ...files, 'node_modules/.keep': '' });
  removals.push(remove);
  symlinkSync(SKEIN, path('node_modules/skein'));
  symlinkSync(`${SKEIN}/node_modules/graphql`, path('node_modules/graphql'));
  return appEntries(path('app.ts'));
};

const inputsOf = async (entries: ReturnType<typeof appEntries>, name: string) => {
  const entry = entries.find((candidate) => candidate.name === name);
  if (entry === undefined) throw new Error(`No handler ${name}`);
  return (await compile(entry)).inputs;
};

const usesGraphql = (inputs: readonly string[]) =>
  inputs.some((input) => input.startsWith('node_modules/graphql/'));

describe('appEntries', () => {
  it('are the six handlers, connect of the access beside the app', async () => {
    const entries = entriesOf({
      'access.ts': ACCESS,
      'app.ts': app(`import { access } from './access.ts';`),
    });
    expect(entries.map(({ name }) => name)).toEqual([
      'connect',
      'disconnect',
      'fanout',
      'graphql',
      'message',
      'publisher',
    ]);
    const connect = await inputsOf(entries, 'connect');
    expect([connect.includes('access.ts'), usesGraphql(connect)]).toEqual([true, false]);
    expect(usesGraphql(await inputsOf(entries, 'message'))).toBe(true);
  });

  it("take the app's own access when there is none beside it", async () => {
    const connect = await inputsOf(entriesOf({ 'app.ts': app(ACCESS) }), 'connect');
    expect(connect).toContain('app.ts');
  });
});

describe('bundleApp', () => {
  it('rejects when there is no such module', async () => {
    await expect(bundleApp({ app: 'no-such-app.ts', outDir: 'dist' })).rejects.toThrow(
      /^No application at .*no-such-app\.ts: expected a module that exports app$/,
    );
  });
});
