import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { graphqlErrorOf } from './errors.ts';
import { forbiddenRootDirectives } from './root-directives.ts';

/** `syntax`: it does not parse, or is too long. `invalid`: it does not fit the schema. */
export type ReadDocument =
  | { readonly kind: 'valid'; readonly document: DocumentNode }
  | { readonly kind: 'syntax' | 'invalid'; readonly errors: readonly GraphQLError[] };

/** Parses, limits and validates query texts. */
export interface Documents {
  read(query: string): ReadDocument;
}

/** How many characters of query text are remembered as valid: most applications have a few hundred documents. */
const REMEMBERED_CHARACTERS = 4_000_000;

/** Documents of one schema; a valid text is parsed and validated once, while it is among the last used. */
export function createDocuments({
  schema,
  maxTokens,
  rules = [],
}: {
  readonly schema: GraphQLSchema;
  /** @default unlimited: for texts that were read with a limit before */
  readonly maxTokens?: number;
  /** What documents must obey beside the specification. @default nothing */
  readonly rules?: readonly ValidationRule[];
}): Documents {
  const all = [...specifiedRules, ...rules];
  const valid = new LRUCache<string, ReadDocument>({
    maxSize: REMEMBERED_CHARACTERS,
    sizeCalculation: (_document, query) => query.length + 1,
  });
  return {
    read: (query) => {
      const known = valid.get(query);
      if (known !== undefined) return known;
      const document = readDocument({ schema, maxTokens, rules: all }, query);
      if (document.kind === 'valid') valid.set(query, document);
      return document;
    },
  };
}

interface Demands {
  readonly schema: GraphQLSchema;
  readonly maxTokens: number | undefined;
  readonly rules: readonly ValidationRule[];
}

function readDocument({ schema, maxTokens, rules }: Demands, query: string): ReadDocument {
  let document: DocumentNode;
  try {
    document = parse(query, maxTokens === undefined ? {} : { maxTokens });
  } catch (error) {
    return { kind: 'syntax', errors: [graphqlErrorOf(error)] };
  }
  const errors = validationErrors(document, schema, rules);
  return errors.length === 0 ? { kind: 'valid', document } : { kind: 'invalid', errors };
}

function validationErrors(
  document: DocumentNode,
  schema: GraphQLSchema,
  rules: readonly ValidationRule[],
): readonly GraphQLError[] {
  const forbidden = forbiddenRootDirectives(document);
  if (forbidden.length > 0) return forbidden;
  try {
    return validate(schema, document, rules);
  } catch (error) {
    // graphql 16 throws where a fragment of a subscription's root depends on a variable.
    return [graphqlErrorOf(error)];
  }
}
