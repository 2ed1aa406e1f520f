import { buildSchema, GraphQLError, versionInfo } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createDocuments } from './documents.ts';

const schema = buildSchema('type Query { a: Int } type Subscription { s: Int t: Int }');

describe('createDocuments', () => {
  it('runs on the graphql that the project names', () => {
    expect(String(versionInfo.major)).toBe(process.env.GRAPHQL_MAJOR);
  });

  it('reads a document once while it is remembered', () => {
    const documents = createDocuments(schema);
    const first = documents.read('hash', 'subscription { s }');
    expect(first.ok).toBe(true);
    expect(documents.read('hash', 'subscription { s }')).toBe(first);
  });

  it.each([
    ['does not parse', 'subscription {'],
    ['names a field that is gone', 'subscription { retired }'],
    ['has two root fields', 'subscription { s t }'],
    ['makes validation itself throw', 'subscription ($b: Boolean!) { s @include(if: $b) }'],
  ])('gives errors when a document %s', (_name, query) => {
    const read = createDocuments(schema).read('hash', query);
    expect(read).toEqual({ ok: false, errors: [expect.any(GraphQLError)] });
  });
});
