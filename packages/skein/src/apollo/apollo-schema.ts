import { makeExecutableSchema } from '@graphql-tools/schema';
import { type DocumentNode, type GraphQLSchema, Kind } from 'graphql';
import type { ApolloModule, ApolloOptions } from './apollo-options.ts';

/** What Apollo Server 2 adds to type definitions that do not have it. */
const CACHE_CONTROL = /* GraphQL */ `
  enum CacheControlScope { PUBLIC PRIVATE }
  directive @cacheControl(maxAge: Int, scope: CacheControlScope) on FIELD_DEFINITION | OBJECT | INTERFACE
`;

type Sources = Pick<ApolloOptions, 'schema' | 'modules' | 'typeDefs' | 'resolvers'>;

/** Makes the schema that Apollo Server 2 makes of its options. */
export function schemaOf({ schema, modules, typeDefs, resolvers }: Sources): GraphQLSchema {
  if (schema !== undefined) return schema;
  if (modules !== undefined) return schemaOfModules(modules);
  if (typeDefs === undefined) {
    throw new TypeError('fromApollo needs typeDefs, modules or a schema.');
  }
  const own = [typeDefs].flat();
  return makeExecutableSchema({
    typeDefs: own.some(definesCacheControl) ? own : [...own, CACHE_CONTROL],
    ...(resolvers && { resolvers }),
  });
}

/** Types may be extended by any module; unlike type definitions, modules know no `@cacheControl` that they do not define. */
function schemaOfModules(modules: readonly ApolloModule[]): GraphQLSchema {
  const parts = modules.map((module) => ('kind' in module ? { typeDefs: module } : module));
  return makeExecutableSchema({
    typeDefs: parts.map(({ typeDefs }) => typeDefs),
    resolvers: parts.flatMap((part) => ('resolvers' in part && part.resolvers) || []),
  });
}

function definesCacheControl(typeDefs: string | DocumentNode): boolean {
  if (typeof typeDefs === 'string') return /\bdirective\s+@cacheControl\b/.test(typeDefs);
  return typeDefs.definitions.some(
    (definition) =>
      definition.kind === Kind.DIRECTIVE_DEFINITION && definition.name.value === 'cacheControl',
  );
}
