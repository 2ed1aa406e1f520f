import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adopterEnvironment } from './adopter-environment.ts';
import { type Followed, followTutorial } from './follow-tutorial.ts';
import { publintProblems, typesProblems } from './lint-archive.ts';
import { readTutorial } from './read-tutorial.ts';
import { type Registry, startRegistry } from './registry.ts';
import { runToAnyEnd, runToEnd } from './run-to-end.ts';

const WORKSPACE = fileURLToPath(new URL('../../..', import.meta.url));

let scratch: string;
let registry: Registry;
let env: NodeJS.ProcessEnv;

/** What is packed here is what a release publishes; npm finds it where it finds everything. */
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'skein-adopter-'));
  const archives = join(scratch, 'archives');
  const pack = ['tools/pipeline/src/main.ts', 'pack', '--out', archives];
  await runToEnd({ command: process.execPath, args: pack, cwd: WORKSPACE });
  const asked = await runToEnd({
    command: 'npm',
    args: ['config', 'get', 'registry'],
    cwd: scratch,
  });
  registry = await startRegistry({ archives, upstream: asked.stdout.trim() });
  env = adopterEnvironment(registry.url);
});

afterAll(async () => {
  await registry?.close();
  rmSync(scratch, { recursive: true, force: true });
});

const emptyFolder = (name: string) => {
  const folder = join(scratch, name);
  mkdirSync(folder);
  return folder;
};

const installed = (folder: string, pattern: string) =>
  globSync(`**/node_modules/${pattern}/package.json`, { cwd: folder }).map(dirname);

describe('the archives', () => {
  it('are what adopters import, and nothing of the workspace', () => {
    const names = registry.packages.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['skein', '@skein/lambda', '@skein/cli']));
    expect(names).not.toContain('@skein/schema');
  });

  it('have no problem that publint knows', async () => {
    for (const { name, archive } of registry.packages)
      expect(await publintProblems(archive), name).toEqual([]);
  });

  it('have types that every importer of ES modules finds', async () => {
    for (const { name, archive } of registry.packages)
      expect(await typesProblems(archive), name).toEqual([]);
  });
});

describe('skein alone', () => {
  it('brings no AWS SDK and no second graphql, and runs an application in a test', async () => {
    const folder = emptyFolder('alone');
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    await runToEnd({ command: 'npm', args: ['install', 'skein', 'graphql'], cwd: folder, env });
    expect(installed(folder, '@aws-sdk/*')).toEqual([]);
    expect(installed(folder, 'graphql')).toEqual(['node_modules/graphql']);
    writeFileSync(
      join(folder, 'try.js'),
      `import { buildSchema } from 'graphql';
       import { createPubSub, defineAccess, defineApp } from 'skein';
       import { testApp } from 'skein/testing';
       const schema = buildSchema('type Query { a: Int } type Subscription { b: Int }');
       const pubsub = createPubSub();
       schema.getSubscriptionType().getFields().b.subscribe = () => pubsub.asyncIterator('B');
       const t = testApp(defineApp({ schema, pubsub, access: defineAccess({ authenticate: null }) }));
       const values = t.client().subscribe('subscription { b }');
       await t.publish('B', { b: 7 });
       console.log(JSON.stringify((await values.next()).value));`,
    );
    const { stdout } = await runToEnd({ command: 'node', args: ['try.js'], cwd: folder, env });
    expect(stdout.trim()).toBe('{"data":{"b":7}}');
  });
});

describe('the tutorial', () => {
  let followed: Followed;
  beforeAll(async () => {
    const markdown = readFileSync(join(WORKSPACE, 'docs/tutorial.md'), 'utf8');
    followed = await followTutorial({
      steps: readTutorial(markdown),
      folder: emptyFolder('tutorial'),
      env,
    });
  });
  afterAll(async () => followed?.close());

  const run = (...[command = '', ...args]: readonly string[]) =>
    runToEnd({ command, args, cwd: followed.folder, env });

  it('ends with a delivered event, a passing test, six zips and their manifest', () => {
    const manifest = JSON.parse(readFileSync(join(followed.folder, 'dist/manifest.json'), 'utf8'));
    expect(Object.keys(manifest).sort()).toEqual(
      ['connect', 'disconnect', 'fanout', 'graphql', 'message', 'publisher'].sort(),
    );
  });

  it('installs each package once', () => {
    const names = ['graphql', ...registry.packages.map(({ name }) => name)];
    const all = installed(followed.folder, '{graphql,skein,@skein/*}');
    expect(all.sort()).toEqual(names.map((name) => `node_modules/${name}`).sort());
  });

  it('installs what Node imports: it strips no types there', async () => {
    const specifiers = registry.packages.flatMap((published) => published.specifiers);
    const imports = specifiers.map((specifier) => `await import('${specifier}');`);
    await run('node', '--input-type=module', '--eval', imports.join('\n'));
  });

  describe('with the settings of "tsc --init"', () => {
    let folder: string;
    const compile = (...options: readonly string[]) =>
      runToAnyEnd({ command: 'npx', args: ['tsc', '--noEmit', ...options], cwd: folder, env });

    beforeAll(async () => {
      folder = join(followed.folder, 'by-default');
      mkdirSync(folder);
      await runToEnd({ command: 'npx', args: ['tsc', '--init'], cwd: folder, env });
      for (const name of ['topics', 'schema', 'access', 'app']) {
        const source = readFileSync(join(followed.folder, 'src', `${name}.ts`), 'utf8');
        // These settings have imports name what is compiled.
        writeFileSync(join(folder, `${name}.ts`), source.replaceAll(/(\.\/\w+)\.ts'/g, "$1.js'"));
      }
    });

    it('compiles the same application', async () => {
      expect(await compile()).toMatchObject({ exitCode: 0, stdout: '' });
    });

    it('objects to a payload and to a key that are not the topic’s', async () => {
      const wrong = join(folder, 'wrong.ts');
      writeFileSync(
        wrong,
        `import { commentAdded, pubsub } from './topics.js';
         void pubsub.publish(commentAdded, { id: 1 });
         pubsub.subscribe(commentAdded, { author: 'ada' });`,
      );
      const { stdout } = await compile();
      rmSync(wrong);
      expect(stdout.match(/^wrong\.ts\(\d+/gm)).toEqual(['wrong.ts(2', 'wrong.ts(3']);
    });

    it('finds no mistake in the declarations of any entry point, when it checks them', async () => {
      const specifiers = registry.packages.flatMap((published) => published.specifiers);
      const imports = specifiers.map((name, index) => `import * as i${index} from '${name}';`);
      const uses = specifiers.map((_name, index) => `void i${index};`);
      writeFileSync(join(folder, 'all.ts'), [...imports, ...uses].join('\n'));
      const { stdout } = await compile('--skipLibCheck', 'false', '--types', 'node');
      const mistakes = stdout.split('\n').filter((line) => line.includes('error TS'));
      expect(
        mistakes.filter((line) => /^(\.\.\/node_modules\/(@skein|skein)|all)/.test(line)),
      ).toEqual([]);
    });
  });
});
