import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { inspectApp } from './inspect-app.ts';

const access = { authenticate: null };
const app = {
  schema: buildSchema('type Query { a: Int }'),
  pubsub: { topics: [] },
  access,
  context: () => null,
  deliverySession: () => null,
  operations: [],
  limits: {},
};

const inspect = (
  modules: { readonly app?: object; readonly access?: object | null } = {},
): ReturnType<typeof inspectApp> =>
  inspectApp({
    app: { app, ...modules.app },
    access: modules.access === null ? null : { access, ...modules.access },
    names: { app: 'src/app.ts', access: modules.access === null ? null : 'src/access.ts' },
  });

describe('inspectApp', () => {
  it('finds nothing wrong with an application that is as it should be', async () => {
    expect(await inspect()).toEqual({
      outcome: 'usable',
      errors: [],
      warnings: [],
      schema: 'type Query {\n  a: Int\n}',
      event: null,
      topics: [],
    });
    expect(await inspect({ access: null })).toMatchObject({ outcome: 'usable' });
  });

  it.each([
    [
      { default: app },
      'src/app.ts has a default export and no export `app`. Export it by that name: export const app = defineApp({',
    ],
    [
      { schema: 1, pubsub: 2 },
      'src/app.ts has no export `app`; it exports schema, pubsub. Expected: export const app = defineApp({',
    ],
    [{}, 'src/app.ts has no export `app`; it exports nothing.'],
    [
      { app: Promise.resolve(app) },
      '`app` of src/app.ts is a promise. Await it: export const app = await',
    ],
    [
      { app: app.schema },
      '`app` of src/app.ts is a GraphQLSchema, expected what defineApp (or fromApollo) of skein returns',
    ],
    [{ app: () => app }, '`app` of src/app.ts is a function, expected'],
    [{ app: null }, '`app` of src/app.ts is null, expected'],
    [
      { app: { schema: 1, pubsub: 2 } },
      '`app` of src/app.ts is an object without access, context, deliverySession, operations, limits, expected',
    ],
  ])('says what is exported in place of an application: %j', async (module, message) => {
    const names = { app: 'src/app.ts', access: null };
    expect(await inspectApp({ app: module, access: null, names })).toEqual({
      outcome: 'unusable',
      problem: expect.stringContaining(message),
    });
  });

  it.each([
    [
      { access: undefined, default: 1 },
      'src/access.ts has a default export and no export `access`.',
    ],
    [{ access: 1 }, '`access` of src/access.ts is not what defineAccess of skein/access returns'],
  ])('says what access.ts exports in place of an access: %j', async (module, message) => {
    expect(await inspect({ access: module })).toEqual({
      outcome: 'unusable',
      problem: expect.stringContaining(message),
    });
  });

  it('says why a schema is none', async () => {
    const schema = buildSchema('type Mutation { a: Int }');
    expect(await inspect({ app: { app: { ...app, schema } } })).toEqual({
      outcome: 'unusable',
      problem: 'The schema of src/app.ts is not valid:\n  Query root type must be provided.',
    });
  });

  it('names each subscription field that nobody can subscribe to', async () => {
    const schema = buildSchema(
      'type Query { a: Int } type Subscription { ticked: Int tocked: Int }',
    );
    const tocked = schema.getSubscriptionType()?.getFields().tocked;
    if (tocked !== undefined) tocked.subscribe = () => null;
    expect(await inspect({ app: { app: { ...app, schema } } })).toMatchObject({
      outcome: 'usable',
      errors: [
        expect.stringMatching(
          /^Subscription\.ticked has no `subscribe`: .*pubsub\.subscribe\(topic\)/,
        ),
      ],
    });
  });

  it('warns when the application uses another access than connect and disconnect', async () => {
    expect(await inspect({ access: { access: { authenticate: null } } })).toMatchObject({
      warnings: [
        expect.stringMatching(
          /^`access` of src\/access\.ts, .* is not the one that `app` of src\/app\.ts uses/,
        ),
      ],
    });
  });
});
