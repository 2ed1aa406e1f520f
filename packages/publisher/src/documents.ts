import { type DocumentNode, type GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { LRUCache } from 'lru-cache';
import { graphqlErrorOf } from './errors.ts';

/** A document of the schema as it is now, or why it is none any more. */
type ReadDocument =
  | { readonly ok: true; readonly document: DocumentNode }
  | { readonly ok: false; readonly errors: readonly GraphQLError[] };

/** Parses and validates stored documents. */
export interface Documents {
  read(hash: string, query: string): ReadDocument;
}

/** How many characters of query text are remembered: most applications have a few hundred documents. */
const REMEMBERED_CHARACTERS = 4_000_000;

/**
 * The documents of one schema, each parsed and validated once while it is among the last used. A document was valid when
 * it was stored; the schema may have changed since.
 */
export function createDocuments(schema: GraphQLSchema): Documents {
  const known = new LRUCache<string, { readonly read: ReadDocument; readonly size: number }>({
    maxSize: REMEMBERED_CHARACTERS,
    sizeCalculation: ({ size }) => size,
  });
  return {
    read: (hash, query) => {
      const remembered = known.get(hash);
      if (remembered !== undefined) return remembered.read;
      const read = readDocument(schema, query);
      known.set(hash, { read, size: query.length + 1 });
      return read;
    },
  };
}

function readDocument(schema: GraphQLSchema, query: string): ReadDocument {
  try {
    const document = parse(query);
    const errors = validate(schema, document);
    return errors.length === 0 ? { ok: true, document } : { ok: false, errors };
  } catch (error) {
    // graphql 16 throws where a fragment of a subscription's root depends on a variable.
    return { ok: false, errors: [graphqlErrorOf(error)] };
  }
}
