import { buildSchema, type GraphQLSchema, graphqlSync } from 'graphql';
import { gql } from 'graphql-tag';
import { describe, expect, it } from 'vitest';
import { schemaOf } from './apollo-schema.ts';

const run = (schema: GraphQLSchema, source: string) => graphqlSync({ schema, source }).data;

describe('schemaOf', () => {
  it('takes type definitions as text, as documents and as lists of either', () => {
    const resolvers = [{ Query: { a: () => 1 } }, { Query: { b: () => 2 } }];
    const typeDefs = ['type Query { a: Int }', gql`extend type Query { b: Int }`];
    expect(run(schemaOf({ typeDefs, resolvers }), '{ a b }')).toEqual({ a: 1, b: 2 });
    expect(run(schemaOf({ typeDefs: gql`type Query { a: Int }` }), '{ a }')).toEqual({ a: null });
  });

  it('knows @cacheControl, whether they define it or not', () => {
    const used = 'type Query { a: Int @cacheControl(maxAge: 60) }';
    const own = 'directive @cacheControl(maxAge: Int, inheritMaxAge: Boolean) on FIELD_DEFINITION';
    expect(schemaOf({ typeDefs: used }).getDirective('cacheControl')?.args).toHaveLength(2);
    for (const typeDefs of [`${used} ${own}`, [gql(used), gql(own)]]) {
      const names = schemaOf({ typeDefs }).getDirective('cacheControl')?.args;
      expect(names?.map(({ name }) => name)).toEqual(['maxAge', 'inheritMaxAge']);
    }
  });

  it('joins modules', () => {
    const modules = [
      { typeDefs: gql`type Query { a: Int }`, resolvers: { Query: { a: () => 1 } } },
      { typeDefs: gql`extend type Query { b: Int }`, resolvers: { Query: { b: () => 2 } } },
      gql`extend type Query { c: Int }`,
    ];
    expect(run(schemaOf({ modules }), '{ a b c }')).toEqual({ a: 1, b: 2, c: null });
  });

  it('takes a schema as it is', () => {
    const schema = buildSchema('type Query { a: Int }');
    expect(schemaOf({ schema, typeDefs: 'type Query { b: Int }' })).toBe(schema);
  });

  it('throws for resolvers of a field that there is none of', () => {
    const resolvers = { Query: { b: () => 2 } };
    expect(() => schemaOf({ typeDefs: 'type Query { a: Int }', resolvers })).toThrow('Query.b');
  });
});
