import { afterEach, describe, expect, it } from 'vitest';
import { appEntries, bundleApp } from './bundle-app.ts';
import { compile } from './compile.ts';
import { ACCESS, appModule, createTestApp } from './test-app.ts';

const APP = { 'access.ts': ACCESS, 'app.ts': appModule() };

const removals: (() => void)[] = [];
afterEach(() => {
  for (const remove of removals.splice(0)) remove();
});

const testApp = (files: Readonly<Record<string, string>>) => {
  const { path, remove } = createTestApp(files);
  removals.push(remove);
  return path;
};

const bundleOf = async (entries: Awaited<ReturnType<typeof appEntries>>, name: string) => {
  const entry = entries.find((candidate) => candidate.name === name);
  if (entry === undefined) throw new Error(`No handler ${name}`);
  return compile(entry);
};

const usesGraphql = (inputs: readonly string[]) =>
  inputs.some((input) => input.startsWith('node_modules/graphql/'));

describe('appEntries', () => {
  it('are the six handlers, connect of the access beside the app', async () => {
    const entries = await appEntries(testApp(APP)('app.ts'));
    expect(entries.map(({ name }) => name)).toEqual([
      'connect',
      'disconnect',
      'fanout',
      'graphql',
      'message',
      'publisher',
    ]);
    const connect = (await bundleOf(entries, 'connect')).inputs;
    expect([connect.includes('access.ts'), usesGraphql(connect)]).toEqual([true, false]);
    expect(usesGraphql((await bundleOf(entries, 'message')).inputs)).toBe(true);
  });

  it("take the app's own access when there is none beside it", async () => {
    const path = testApp({ 'app.ts': appModule({ access: ACCESS }) });
    const connect = await bundleOf(await appEntries(path('app.ts')), 'connect');
    expect(connect.inputs).toContain('app.ts');
  });

  it("take an app whose file's name has a quote in it", async () => {
    const path = testApp({ 'access.ts': ACCESS, "o'app.ts": appModule() });
    const message = await bundleOf(await appEntries(path("o'app.ts")), 'message');
    expect(message.inputs).toContain("o'app.ts");
  });

  it("take an application's own handler files, and generate the others", async () => {
    const path = testApp({
      ...APP,
      'handlers/connect.ts': `export const handler = async () => ({ statusCode: 418 });`,
      'handlers/connect.test.ts': '',
      'handlers/lib/shared.ts': '',
      'handlers/README.md': '',
    });
    const entries = await appEntries(path('app.ts'), path('handlers'));
    expect((await bundleOf(entries, 'connect')).inputs).toEqual(['handlers/connect.ts']);
    expect((await bundleOf(entries, 'disconnect')).inputs).toContain('access.ts');
  });

  it.each([
    [
      { 'handlers/conect.ts': '' },
      /conect\.ts is none of the handlers connect, disconnect, .*publisher/,
    ],
    [
      { 'handlers/connect.ts': '', 'handlers/connect.js': '' },
      /connect\.\w+ and connect\.\w+ are both the handler connect/,
    ],
    [{}, /No folder of handlers at .*handlers/],
  ])('refuse the folder of handlers %j', async (files, message) => {
    const path = testApp({ ...APP, ...files });
    await expect(appEntries(path('app.ts'), path('handlers'))).rejects.toThrow(message);
  });
});

describe('compile', () => {
  it('rejects when a handler file exports no handler', async () => {
    const path = testApp({ ...APP, 'handlers/connect.ts': 'export const handle = 1;' });
    const entries = await appEntries(path('app.ts'), path('handlers'));
    await expect(bundleOf(entries, 'connect')).rejects.toThrow(
      /handlers\/connect\.ts is a Lambda and has to export `handler`, but it exports handle\.$/,
    );
  });

  it('names every file that a new bundle depends on, but those of packages that are installed', async () => {
    const path = testApp({
      ...APP,
      'access.ts': `import type { Viewer } from './viewer.ts'; import './nothing.ts';\n${ACCESS}`,
      'viewer.ts': 'export interface Viewer { id: string }',
      'nothing.ts': '',
    });
    const { readFiles } = await bundleOf(await appEntries(path('app.ts')), 'connect');
    expect(readFiles).toContain(path('access.ts'));
    expect(readFiles).toContain(path('nothing.ts'));
    expect(readFiles).not.toContain(path('viewer.ts')); // types leave no trace
    // skein is linked, as packages of a workspace are.
    expect(
      readFiles.filter((file) => file.endsWith('packages/skein/src/define-access.ts')),
    ).toHaveLength(1);
    expect(readFiles.filter((file) => file.includes('node_modules'))).toEqual([]);
  });
});

describe('bundleApp', () => {
  it('rejects when there is no such module', async () => {
    await expect(bundleApp({ app: 'no-such-app.ts', outDir: 'dist' })).rejects.toThrow(
      /^No application at .*no-such-app\.ts: expected a module that exports app$/,
    );
  });
});
