import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkApp } from './check-app.ts';
import { ACCESS, appModule, createTestApp } from './test-app.ts';

const removals: (() => void)[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const remove of removals.splice(0)) remove();
});

const check = async (
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
) => {
  const { path, remove } = createTestApp({ 'access.ts': ACCESS, 'app.ts': appModule(), ...files });
  removals.push(remove);
  const found = await checkApp({ app: path('app.ts'), env });
  const plain = (text: string) => text.replaceAll(`${path()}/`, '');
  return { ...found, errors: found.errors.map(plain), warnings: found.warnings.map(plain) };
};

/** What the one error says of an application that can't be used. */
const unusable = async (app: string, others: Readonly<Record<string, string>> = {}) => {
  const { loaded, errors } = await check({ 'app.ts': app, ...others });
  expect(loaded).toBeNull();
  expect(errors).toHaveLength(1);
  return errors[0] ?? '';
};

describe('checkApp', () => {
  it('finds nothing wrong with an application that is as it should be, and leaves nothing behind', async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'skein-scratch-'));
    removals.push(() => rmSync(scratch, { recursive: true }));
    const { path, remove } = createTestApp({ 'access.ts': ACCESS, 'app.ts': appModule() });
    removals.push(remove);
    vi.stubEnv('TMPDIR', scratch);
    expect(await checkApp({ app: path('app.ts'), env: {} })).toEqual({
      loaded: {
        schema: expect.stringContaining('type Query {\n  a: Int\n}'),
        topics: [],
        event: null,
      },
      thrown: null,
      errors: [],
      warnings: [],
    });
    expect(readdirSync(scratch)).toEqual([]);
  });

  it("loads an app whose file's name has quotes in it", async () => {
    const { path, remove } = createTestApp({
      'access.ts': ACCESS,
      'o\'a"pp.ts': appModule(),
    });
    removals.push(remove);
    expect(await checkApp({ app: path('o\'a"pp.ts'), env: {} })).toMatchObject({ errors: [] });
  });

  it('asks no more of a process than a Lambda has: what the application leaves open ends with it', async () => {
    const found = await check({ 'app.ts': appModule({ head: 'setInterval(() => {}, 1000);' }) });
    expect(found.errors).toEqual([]);
  });

  it('says what is exported in place of an application, or of an access', async () => {
    expect(await unusable('export default 1;')).toContain(
      'app.ts has a default export and no export `app`. Export it by that name: export const app =',
    );
    const app = appModule({ access: ACCESS });
    expect(await unusable(app, { 'access.ts': 'export const acces = 1;' })).toContain(
      'access.ts has no export `access`; it exports acces.',
    );
  });

  it('leads to the source when the application throws while it is loaded', async () => {
    const found = await check({
      'app.ts': appModule({ head: `\nthrow new Error('no DATABASE_URL');` }),
    });
    expect(found.loaded).toBeNull();
    expect(found.errors[0]?.split('\n').map((line) => line.trim())).toEqual([
      'Error: no DATABASE_URL',
      expect.stringMatching(/^at .*app\.ts:5:7\)?$/),
    ]);
    expect(found.thrown).toContain('no DATABASE_URL');
  });

  it('gives the application the variables that it is given, and no others', async () => {
    const head = `if (process.env.HOME !== undefined || process.env.MINE !== '1') throw new Error('wrong variables');`;
    expect((await check({ 'app.ts': appModule({ head }) }, { MINE: '1' })).errors).toEqual([]);
  });

  it('says so when the application ends the process', async () => {
    const head = `console.error('bye'); process.exit(3);`;
    expect(await unusable(appModule({ head }))).toBe(
      'app.ts ended the process with exit code 3 while it was loaded. bye',
    );
  });

  it('names the imports by which access loads graphql', async () => {
    const { errors } = await check({
      'access.ts': `import { fail } from './lib/fail.ts';\nimport { defineAccess } from 'skein/access';
        export const access = defineAccess({ authenticate: () => fail() });`,
      'lib/fail.ts': `export * from './deeper.ts';`,
      'lib/deeper.ts': `import { GraphQLError } from 'graphql'; export const fail = () => { throw new GraphQLError('x'); };`,
    });
    expect(errors).toEqual([
      expect.stringContaining(
        'access.ts -> lib/fail.ts -> lib/deeper.ts -> graphql. Keep what access imports free of it',
      ),
    ]);
  });

  it('takes no import of a type, and none of which nothing is left, for graphql', async () => {
    const { errors } = await check({
      'access.ts': `import type { GraphQLSchema } from 'graphql'; import { GraphQLError } from 'graphql';\n${ACCESS}`,
    });
    expect(errors).toEqual([]);
  });

  it('warns when connect and disconnect have to load the whole application', async () => {
    const { path, remove } = createTestApp({ 'app.ts': appModule({ access: ACCESS }) });
    removals.push(remove);
    const { errors, warnings } = await checkApp({ app: path('app.ts'), env: {} });
    expect(errors).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(/^There is no access\.ts beside .*app\.ts, so/),
    ]);
  });

  it('shows where a source does not parse', async () => {
    await expect(check({ 'app.ts': `export const a = 1;\n  const b = = 2;` })).rejects.toThrow(
      /app\.ts:2:13: Unexpected "="\n {2}2 \| {3}const b = = 2;\n {4}\| {13}\^$/,
    );
  });

  it.each([
    [
      `import 'left-pad/x';`,
      /app\.ts:1:8: The package "left-pad" is not installed\. Install it: npm install left-pad\n {2}1 \| import/,
    ],
    [
      `import '@acme/left-pad/x';`,
      /The package "@acme\/left-pad" is not installed\. Install it: npm install @acme\/left-pad\n/,
    ],
    [`import './nowhere.ts';`, /There is no file "\.\/nowhere\.ts"\.\n/],
    [`import 'skein/nowhere';`, /"skein\/nowhere" is not exported by the package "skein"\.\n/],
    [
      `import { nothing } from './access.ts'; console.log(nothing);`,
      /No matching export in "access\.ts" for import "nothing"\n/,
    ],
  ])('says what is missing: %s', async (app, message) => {
    await expect(check({ 'app.ts': app })).rejects.toThrow(message);
  });

  it('rejects when there is no such module', async () => {
    await expect(checkApp({ app: 'nowhere/app.ts', env: {} })).rejects.toThrow(
      /^No application at nowhere\/app\.ts: expected a module that exports app$/,
    );
  });

  it('tells an event that fits the first topic', async () => {
    const { loaded } = await check({
      'app.ts': appModule({
        head: `import { z } from 'zod';
          const noted = topic('NOTED', { keys: ['room'], payload: z.object({ room: z.uuid(), n: z.int().min(3), at: z.iso.datetime(), tags: z.array(z.enum(['a', 'b'])) }) });`,
        topics: '[noted]',
      }),
    });
    expect(loaded?.event).toEqual({
      topic: 'NOTED',
      payload: {
        room: '11111111-1111-4111-8111-111111111111',
        n: 3,
        at: '2026-01-31T12:00:00Z',
        tags: ['a'],
      },
      isWhole: true,
    });
  });
});
