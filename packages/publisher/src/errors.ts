import type { FormattedError, FormattedResult } from '@skein/protocol';
import type { Log } from '@skein/pubsub';
import { type ExecutionResult, GraphQLError } from 'graphql';
import type { PublisherApp } from './app.ts';

/** What a client gets to see where nothing may be said. */
export const INTERNAL_ERROR: FormattedError = { message: 'Internal server error' };

/** Anything thrown, as a GraphQL error with its message. */
export function graphqlErrorOf(thrown: unknown): GraphQLError {
  if (thrown instanceof GraphQLError) return thrown;
  if (!(thrown instanceof Error)) return new GraphQLError(String(thrown));
  return new GraphQLError(thrown.message, { originalError: thrown });
}

/** Who says how errors look, and who hears of it when that fails. */
export interface ErrorFormat {
  readonly onError: PublisherApp['onError'];
  readonly log: Log;
}

/**
 * Errors as a group's subscribers get them: as `onError` has them, else as they are.
 * A hook that throws meant to hide something: then nothing of them is said.
 */
export function formatErrors(
  { onError, log }: ErrorFormat,
  errors: readonly GraphQLError[],
): readonly FormattedError[] {
  try {
    // A group has as many operation ids as subscribers: the hook runs once for all of them.
    return onError({ operationId: null, errors }) ?? errors.map((error) => error.toJSON());
  } catch (error) {
    log.error('hook_failed', { hook: 'onError', error });
    return [INTERNAL_ERROR];
  }
}

/** A result as it is sent; errors are left out where there are none. */
export function formatResult(format: ErrorFormat, result: ExecutionResult): FormattedResult {
  const { errors: raw, ...rest } = result;
  const errors = raw === undefined || raw.length === 0 ? [] : formatErrors(format, raw);
  return errors.length === 0 ? rest : { ...rest, errors };
}
