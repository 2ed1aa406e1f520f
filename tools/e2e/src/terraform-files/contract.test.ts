import { globSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { TABLE_DEFINITION } from '@skein/store/dynamodb';
import { describe, expect, it } from 'vitest';
import { readModule } from './hcl.ts';

const WORKSPACE = new URL('../../../../', import.meta.url);
const WORKSPACE_PATH = fileURLToPath(WORKSPACE);
const ENVIRONMENTS = ['dev', 'staging', 'prod'];

const apps = readdirSync(new URL('apps', WORKSPACE), { withFileTypes: true })
  .flatMap((child) => (child.isDirectory() ? child.name : []))
  .sort();
const configuration = await readFile(
  new URL('packages/lambda/src/configuration.ts', WORKSPACE),
  'utf8',
);
const skein = await readModule('modules/skein');
const everyones = await readFile(new URL('infra/modules/skein/functions.tf', WORKSPACE), 'utf8');

/** The variables that an app's handler reads: the names given to the reader that it calls. */
async function variablesReadBy(app: string): Promise<readonly string[]> {
  const handler = new URL(`packages/lambda/src/${app}.ts`, WORKSPACE);
  const reader = await readerOf(handler);
  const call = new RegExp(`${reader} = reader\\(([^)]*)\\)`).exec(configuration)?.[1] ?? '';
  return [...call.matchAll(/'([A-Z_]+)'/g)].map(([, name]) => name ?? '').sort();
}

/** The `read...Configuration` that a module calls, itself or through a neighbour that it imports. */
async function readerOf(file: URL): Promise<string> {
  const source = await readFile(file, 'utf8');
  const own = /\bread[A-Z]\w*Configuration\b/.exec(source)?.[0];
  if (own !== undefined) return own;
  for (const [, neighbour] of source.matchAll(/from '(\.\/create-[\w-]+\.ts)'/g)) {
    const found = await readerOf(new URL(neighbour ?? '', file)).catch(() => null);
    if (found !== null) return found;
  }
  throw new Error(`${fileURLToPath(file)} reads no configuration`);
}

describe('functions', () => {
  it('are the folders of apps', () => {
    expect(Object.keys(skein.locals.defaults as object).sort()).toEqual(apps);
  });

  it.each(apps)('%s is given exactly what its configuration reads', async (app) => {
    const read = await variablesReadBy(app);
    const environment = skein.locals.environment as Record<string, object>;
    // Everyone's, and given to everyone.
    const given = [...Object.keys(environment[app] ?? {}), 'LOG_LEVEL', 'METRICS_NAMESPACE'].sort();
    expect(given).toEqual(read);
    expect(everyones).toContain('{ LOG_LEVEL = var.runtime.log_level, METRICS_NAMESPACE =');
  });

  it.each(ENVIRONMENTS)('that authenticate callers are given AUTH_* in %s', async (name) => {
    const { locals } = await readModule(`environments/${name}`);
    const given = [...String(locals.functions).matchAll(/"(\w+)"/g)].map(([, app]) => app).sort();
    expect(given).toEqual(['connect', 'graphql', 'message']);
    const files = globSync('packages/schema/src/**/auth-settings.ts', { cwd: WORKSPACE_PATH });
    expect(files).toHaveLength(1);
    const settings = await readFile(new URL(files[0] ?? '', WORKSPACE), 'utf8');
    const read = new Set(settings.match(/AUTH_[A-Z]+_?[A-Z]*/g));
    const names = new Set(JSON.stringify(locals.auth).match(/AUTH_[A-Z]+_?[A-Z]*/g));
    expect(names).toEqual(read);
  });
});

describe('table', () => {
  it("is the store's", async () => {
    const { resource } = await readModule('modules/table');
    const [table] = resource.aws_dynamodb_table?.this ?? [];
    const { attributeDefinitions, hashKey, rangeKey, ttlAttribute, index } = TABLE_DEFINITION;
    expect(table).toMatchObject({
      hash_key: hashKey,
      range_key: rangeKey,
      attribute: Object.entries(attributeDefinitions).map(([name, type]) => ({ name, type })),
      ttl: [{ attribute_name: ttlAttribute, enabled: true }],
      global_secondary_index: [
        {
          name: index.name,
          hash_key: index.hashKey,
          range_key: index.rangeKey,
          projection_type: index.projectionType,
          non_key_attributes: [...index.projectedAttributes],
        },
      ],
    });
  });
});

interface Measures {
  readonly [event: string]: {
    readonly counts?: string;
    readonly fields?: Readonly<Record<string, string>>;
  };
}

/** Which log lines are metrics: read as the text of other files is, for no package exports it. */
const { MEASURES }: { readonly MEASURES: Measures } = await import(
  new URL('packages/lambda/src/metrics.ts', WORKSPACE).href
);

/** The code that writes them. */
const sources = (
  await Promise.all(
    globSync('packages/{inbound,publisher,lambda}/src/**/*.ts', { cwd: WORKSPACE_PATH })
      .filter((file) => !file.includes('test') && !file.endsWith('/metrics.ts'))
      .map((file) => readFile(new URL(file, WORKSPACE), 'utf8')),
  )
).join('\n');

/** Every metric of the functions. */
const metrics = Object.values(MEASURES).flatMap(({ counts, fields = {} }) => [
  ...(counts === undefined ? [] : [counts]),
  ...Object.keys(fields),
]);

describe('metrics', () => {
  it.each(Object.keys(MEASURES))('%s is a line that the code writes', (event) => {
    expect(sources).toMatch(new RegExp(`log\\.\\w+\\('${event}'`));
  });

  it.each(Object.keys(skein.locals.log_events as object))('%s has an alarm', (event) => {
    expect(metrics).toContain(event);
  });

  it('are on the dashboard, each', async () => {
    const dashboard = await readFile(
      new URL('infra/modules/skein/dashboard.tf', WORKSPACE),
      'utf8',
    );
    const alarms = Object.keys(skein.locals.log_events as object);
    for (const name of metrics.filter((metric) => !alarms.includes(metric))) {
      expect(dashboard).toContain(`"${name}"`);
    }
  });

  it('are explained, each', async () => {
    const page = await readFile(new URL('docs/operations.md', WORKSPACE), 'utf8');
    for (const name of metrics) expect(page).toContain(`\`${name}`);
  });
});

describe('docs/operations.md', () => {
  it('says what to do about every alarm', async () => {
    const operations = new URL('infra/modules/skein/operations.tf', WORKSPACE);
    const page = await readFile(new URL('docs/operations.md', WORKSPACE), 'utf8');
    const source = await readFile(operations, 'utf8');
    const named = [
      ...[...source.matchAll(/^ {6}([a-z-]+) = \{$/gm)].map(([, name]) => name),
      ...[...source.matchAll(/^ {8}([a-z]+-[a-z]+-throttles) +=/gm)].map(([, name]) => name),
      ...[...source.matchAll(/"\$\{var\.name\}-(connect-\w+)"/g)].map(([, name]) => name),
    ];
    const queues = [...source.matchAll(/^ {8}([a-z-]+) +=/gm)].flatMap(([, name = '']) =>
      /^(dead-\w+|parked)$/.test(name) ? `${name}-not-empty` : [],
    );
    const logged = Object.keys(skein.locals.log_events as object).map((name) => `${name}-logged`);
    expect(named).toEqual(expect.arrayContaining(['connect-5xx', 'index-read-throttles']));
    expect(named.length).toBeGreaterThanOrEqual(8);
    expect(queues).toHaveLength(4);
    for (const alarm of [...named, ...queues, ...logged, '<app>-errors', '<app>-throttles']) {
      expect(page).toContain(`\`${alarm}\``);
    }
  });
});

describe('modules/skein', () => {
  it('has at most 15 inputs', () => {
    expect(Object.keys(skein.variable).length).toBeLessThanOrEqual(15);
  });
});

describe('environments', () => {
  it.each(ENVIRONMENTS)('%s takes and tells what is agreed', async (name) => {
    const { variable, output } = await readModule(`environments/${name}`);
    expect(Object.keys(variable)).toEqual(
      expect.arrayContaining(['name', 'log_retention_days', 'connections_url', 'auth']),
    );
    expect(Object.keys(output).sort()).toEqual([
      ...['api_id', 'connections_url', 'dead_letter_queue_urls', 'events_topic_arn'],
      ...['function_names', 'graphql_url', 'stage', 'table_name', 'websocket_url'],
    ]);
  });

  it.each(ENVIRONMENTS)('%s is named after itself', async (name) => {
    const { variable } = await readModule(`environments/${name}`);
    expect(variable.name).toMatchObject([{ default: `skein-${name}` }]);
  });
});
