import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findEntries } from './bundle.ts';
import { type Bundle, compile } from './compile.ts';
import { type Manifest, writeDist } from './dist.ts';
import { createTestWorkspace } from './test-workspace.ts';

const APPS_DIR = fileURLToPath(new URL('../../../apps', import.meta.url));
const APPS = ['connect', 'disconnect', 'fanout', 'graphql', 'message', 'publisher'];

/** Six bundles take a second or two, but not on a busy machine. */
const BUILD_MS = 120_000;

/** Every variable that some app requires. */
const ENVIRONMENT = {
  AWS_REGION: 'eu-west-1',
  TABLE_NAME: 'table',
  EVENTS_TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:events',
  FANOUT_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/123456789012/fanout',
  PARKED_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/123456789012/parked',
};

let dist: ReturnType<typeof createTestWorkspace>;
let manifest: Manifest;
let bundles: ReadonlyMap<string, Bundle>;

beforeAll(async () => {
  dist = createTestWorkspace({});
  const compiled = await Promise.all((await findEntries(APPS_DIR)).map(compile));
  manifest = await writeDist(compiled, dist.path());
  bundles = new Map(compiled.map((made) => [made.name, made]));
}, BUILD_MS);

afterAll(() => dist.remove());

const inputsOf = (app: string) => bundles.get(app)?.inputs ?? [];

/** Imports a bundle in a process of its own, and prints what the expression says of it. */
const evaluate = (path: string, expression: string, env: Readonly<Record<string, string>>) => {
  const script = `const bundle = await import(${JSON.stringify(path)}); console.log(${expression});`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env,
  });
  return { stdout: stdout.trim(), stderr };
};

const unzip = (app: string) => {
  const files = unzipSync(readFileSync(dist.path(manifest[app]?.file ?? '')));
  const path = dist.path(`${app}.mjs`);
  writeFileSync(path, files['index.mjs'] ?? '');
  return { files, path };
};

/** Longer, the source line that Node prints before an uncaught error buries the error. */
const LONGEST_LINE = 5_000;

describe('the zips', () => {
  it('are one for each app', () => {
    expect(Object.keys(manifest)).toEqual(APPS);
  });

  it.each(APPS)('hold an index.mjs that exports a handler, and its source map: %s', (app) => {
    const { files, path } = unzip(app);
    expect(Object.keys(files)).toEqual(['index.mjs', 'index.mjs.map']);
    expect(evaluate(path, 'Object.keys(bundle) + typeof bundle.handler', ENVIRONMENT)).toEqual({
      stdout: 'handlerfunction',
      stderr: '',
    });
  });

  it.each(APPS)('have no line that would bury an uncaught error: %s', (app) => {
    const text = new TextDecoder().decode(unzip(app).files['index.mjs']);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(LONGEST_LINE);
  });

  it.each(APPS)('name every missing variable at once when the environment is empty: %s', (app) => {
    const { stderr } = evaluate(unzip(app).path, '', { AWS_REGION: 'eu-west-1' });
    const required = Object.keys(ENVIRONMENT).filter((name) =>
      stderr.includes(`${name} is missing`),
    );
    expect(required).toEqual(REQUIRED[app]);
  });
});

const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  connect: ['TABLE_NAME'],
  disconnect: ['TABLE_NAME', 'EVENTS_TOPIC_ARN'],
  fanout: ['TABLE_NAME', 'FANOUT_QUEUE_URL', 'PARKED_QUEUE_URL'],
  graphql: ['EVENTS_TOPIC_ARN'],
  message: ['TABLE_NAME', 'EVENTS_TOPIC_ARN'],
  publisher: ['TABLE_NAME', 'FANOUT_QUEUE_URL', 'PARKED_QUEUE_URL'],
};

describe('the bundles', () => {
  it.each(['connect', 'disconnect'])('hold no graphql: %s', (app) => {
    const inputs = inputsOf(app);
    expect(inputs).not.toEqual([]);
    expect(
      inputs.filter((path) => /node_modules\/(@[^/]*graphql[^/]*\/|graphql)/.test(path)),
    ).toEqual([]);
  });

  it.each(['connect', 'disconnect'])('hold nothing of the schema but its access: %s', (app) => {
    expect(inputsOf(app).filter((path) => path.startsWith('packages/schema/'))).toEqual([
      'packages/schema/src/access.ts',
      'packages/schema/src/access/auth-settings.ts',
      'packages/schema/src/access/report-trouble.ts',
      'packages/schema/src/access/verify-token.ts',
    ]);
  });

  it.each(['fanout', 'graphql', 'message', 'publisher'])('hold graphql once: %s', (app) => {
    const schemas = inputsOf(app).filter((path) => /\/graphql\/type\/schema\.m?js$/.test(path));
    expect(schemas).toEqual(['node_modules/graphql/type/schema.mjs']);
  });

  it.each(APPS)('name no folder of this machine: %s', (app) => {
    const workspace = fileURLToPath(new URL('../../..', import.meta.url));
    for (const { text } of bundles.get(app)?.files ?? []) expect(text).not.toContain(workspace);
  });
});
