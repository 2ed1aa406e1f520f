import { buildSchema, NoSchemaIntrospectionCustomRule, versionInfo } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createDocuments } from './documents.ts';

const schema = buildSchema(`
  type Query { version: String }
  type Post { id: ID! }
  type Subscription { posted: Post other: Post }
`);
const documents = createDocuments({ schema, maxTokens: 60 });

function complaint(query: string): string {
  const read = documents.read(query);
  if (read.kind === 'valid') throw new Error('It is valid');
  return `${read.kind}: ${read.errors.map(({ message }) => message).join(' ')}`;
}

describe('createDocuments', () => {
  it('runs on the graphql that the project names', () => {
    expect(String(versionInfo.major)).toBe(process.env.GRAPHQL_MAJOR);
  });

  it('parses and validates a text once', () => {
    const query = '{ version }';
    const first = documents.read(query);
    expect(first.kind).toBe('valid');
    expect(documents.read(query)).toBe(first);
  });

  it.each(['', '{', 'nonsense', '{ a(: }', 'query { \ud800 }'])(
    'reports the syntax of %j',
    (query) => {
      expect(complaint(query)).toMatch(/^syntax: Syntax Error/);
    },
  );

  it('reports a text with more tokens than allowed', () => {
    expect(complaint(`{ ${'version '.repeat(60)} }`)).toMatch(/^syntax: .*60 tokens/);
  });

  it('reports nesting deeper than the stack', () => {
    const deep = createDocuments({ schema });
    const query = `${'{ a '.repeat(20_000)}${'}'.repeat(20_000)}`;
    expect(deep.read(query).kind).not.toBe('valid');
  });

  it('reports what the schema does not have', () => {
    expect(complaint('{ unknown }')).toMatch(/^invalid: Cannot query field "unknown"/);
  });

  // "Exactly one root response key after collecting fragments, not introspection"
  it.each([
    ['subscription { posted { id } other { id } }', 'must select only one top level field'],
    [
      'subscription { posted { id } ...F } fragment F on Subscription { other { id } }',
      'must select only one top level field',
    ],
    ['subscription { __typename }', 'must not select an introspection top level field'],
    [
      'subscription S { __typename }',
      'Subscription "S" must not select an introspection top level field',
    ],
  ])('refuses %s', (query, message) => {
    expect(complaint(query)).toContain(message);
  });

  // "`@skip` and `@include` forbidden at the root (2025)"; graphql 16 throws at one with a variable.
  it.each([
    'subscription ($b: Boolean!) { posted @include(if: $b) { id } }',
    'subscription ($b: Boolean!) { posted @skip(if: $b) { id } }',
    'subscription { posted @include(if: true) { id } }',
    'subscription { posted @skip(if: false) { id } }',
    'subscription ($b: Boolean!) { ... @include(if: $b) { posted { id } } }',
    'subscription ($b: Boolean!) { ...F @skip(if: $b) } fragment F on Subscription { posted { id } }',
    'subscription ($b: Boolean!) { ...F } fragment F on Subscription { posted @skip(if: $b) { id } }',
    'query Q { version } subscription S($b: Boolean!) { posted @skip(if: $b) { id } }',
  ])('refuses a condition at the root: %s', (query) => {
    expect(complaint(query)).toContain(
      'must not use `@skip` or `@include` directives in the top level selection.',
    );
  });

  it('asks for what further rules ask, beside the specification', () => {
    const { read } = createDocuments({ schema, rules: [NoSchemaIntrospectionCustomRule] });
    expect(read('{ __schema { description } }').kind).toBe('invalid');
    expect(read('{ unknown }').kind).toBe('invalid');
    expect(read('{ version }').kind).toBe('valid');
  });

  it('takes conditions below the root, and at the root of queries', () => {
    const below = 'subscription ($b: Boolean!) { posted { id @include(if: $b) } }';
    expect(documents.read(below).kind).toBe('valid');
    expect(documents.read('query ($b: Boolean!) { version @skip(if: $b) }').kind).toBe('valid');
  });

  it('ends when the root spreads fragments in a circle', () => {
    const query =
      'subscription { ...F } fragment F on Subscription { ...G } fragment G on Subscription { ...F }';
    expect(complaint(query)).toMatch(/^invalid:/);
  });
});
