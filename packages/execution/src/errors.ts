import type { FormattedError, FormattedResult } from '@skein/protocol';
import type { Log } from '@skein/pubsub';
import { type ExecutionResult, GraphQLError } from 'graphql';

/** Anything thrown, as a GraphQL error with its message. */
export function graphqlErrorOf(thrown: unknown): GraphQLError {
  if (thrown instanceof GraphQLError) return thrown;
  if (!(thrown instanceof Error)) return new GraphQLError(String(thrown));
  return new GraphQLError(thrown.message, { originalError: thrown });
}

/** Says how errors look to clients; undefined leaves them as they are. `operationId` is null where there is none, or many. */
export type OnError = (input: {
  readonly operationId: string | null;
  readonly errors: readonly GraphQLError[];
}) => readonly FormattedError[] | undefined;

export interface FormatOptions {
  readonly app: { readonly onError: OnError };
  readonly log: Log;
  readonly operationId: string | null;
}

/** What a client gets to see where nothing may be said. */
export const INTERNAL_ERROR: FormattedError = { message: 'Internal server error' };

/**
 * Errors as they are sent: as `onError` has them, else as they are.
 * A hook that throws, or returns no error in place of one, meant to hide something: then nothing of it is said.
 */
export function formatErrors(
  options: FormatOptions,
  errors: readonly GraphQLError[],
): readonly FormattedError[] {
  const { app, log, operationId } = options;
  try {
    const formatted = app.onError({ operationId, errors }) ?? errors.map((error) => error.toJSON());
    return formatted.map((error) => sendable(options, error));
  } catch (error) {
    log.error('hook_failed', { hook: 'onError', operationId, error });
    return [INTERNAL_ERROR];
  }
}

function sendable({ log, operationId }: FormatOptions, formatted: unknown): FormattedError {
  // What is in it is the application's choice.
  if (typeof formatted === 'object' && formatted !== null) return formatted as FormattedError;
  const error = new TypeError(
    `Expected an error with a message, but ${formatted} came: does onError, or formatError, return on every path?`,
  );
  log.error('hook_failed', { hook: 'onError', operationId, error });
  return INTERNAL_ERROR;
}

/** A result as it is sent; errors are left out where there are none. */
export function formatResult(options: FormatOptions, result: ExecutionResult): FormattedResult {
  const { errors: raw, ...rest } = result;
  const errors = raw === undefined || raw.length === 0 ? [] : formatErrors(options, raw);
  return errors.length === 0 ? rest : { ...rest, errors };
}
