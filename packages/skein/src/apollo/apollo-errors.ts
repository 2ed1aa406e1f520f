import type { FormattedError } from '@skein/protocol';
import { GraphQLError, Kind } from 'graphql';
import type { AppOptions } from '../define-app.ts';
import type { ConnectionContext } from './apollo-access.ts';
import type { ApolloOptions } from './apollo-options.ts';

type Formatting = Pick<ApolloOptions, 'formatError' | 'debug'>;

/**
 * Formats errors as Apollo Server 2 does (`formatApolloErrors` of apollo-server-errors 2): each gets a code, and what a
 * thrown error carries besides, then `formatError` sees it.
 */
export function onErrorOf(
  formatting: Formatting,
): NonNullable<AppOptions<ConnectionContext | null, unknown>['onError']> {
  return ({ operationId, errors }) =>
    // Over a socket it gives every error that names no code the same one.
    errors.map((error) =>
      formatted(formatting, error, operationId === null ? codeOf(error) : INTERNAL),
    );
}

const INTERNAL = 'INTERNAL_SERVER_ERROR';

function formatted(
  { formatError, debug = false }: Formatting,
  error: GraphQLError,
  code: string,
): FormattedError {
  const enriched = enrich(error, { code, debug });
  if (formatError === undefined) return printable(enriched);
  try {
    return printable(formatError(enriched));
  } catch (thrown) {
    const cause = debug && thrown instanceof Error ? thrown : new Error('Internal server error');
    return printable(enrich(asGraphqlError(cause), { code: INTERNAL, debug }));
  }
}

/** What the code is where the application names none: GraphQL's own errors have no path. */
function codeOf({ message, path, nodes }: GraphQLError): string {
  if (path !== undefined) return INTERNAL;
  if (message.startsWith('Syntax Error')) return 'GRAPHQL_PARSE_FAILED';
  const [node] = nodes ?? [];
  if (node === undefined) return INTERNAL;
  // "got invalid value" in graphql 16, "has invalid value" in 17.
  const isVariable = node.kind === Kind.VARIABLE_DEFINITION && message.includes('invalid value');
  return isVariable ? 'BAD_USER_INPUT' : 'GRAPHQL_VALIDATION_FAILED';
}

/** A copy, still an instance of `GraphQLError`, with a code, and with what the thrown error carries in `exception`. */
function enrich(
  error: GraphQLError,
  { code, debug }: { readonly code: string; readonly debug: boolean },
): GraphQLError {
  const { extensions, originalError } = error;
  const { extensions: _hoisted, ...carried } = { ...originalError } as Record<string, unknown>;
  const exception: Record<string, unknown> = { ...(extensions.exception as object), ...carried };
  if (debug) exception.stacktrace ??= (originalError?.stack ?? error.stack)?.split('\n');
  return new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    path: error.path ?? null,
    originalError: originalError ?? null,
    extensions: {
      ...extensions,
      code: extensions.code || code,
      ...(Object.keys(exception).length > 0 && { exception }),
    },
  });
}

/** An error's fields are not enumerable: JSON would leave them out. */
function printable(error: FormattedError | Error): FormattedError {
  return error instanceof Error ? asGraphqlError(error).toJSON() : error;
}

const asGraphqlError = (error: Error): GraphQLError =>
  error instanceof GraphQLError ? error : new GraphQLError(error.message, { originalError: error });
