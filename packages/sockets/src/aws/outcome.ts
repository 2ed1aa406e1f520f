import type { PostOutcome } from '../sockets.ts';

/** What an SDK call that threw came to, with the error's name and status for the log. */
export interface Failure {
  readonly outcome: Exclude<PostOutcome, 'sent'>;
  readonly name: string;
  readonly status: number | null;
}

/** The service's own errors, and what stands in front of it. A name is surer than a status: AWS throttles with 400 too. */
const BY_NAME: ReadonlyMap<string, Failure['outcome']> = new Map([
  ['GoneException', 'gone'],
  ['BadRequestException', 'gone'],
  ['LimitExceededException', 'throttled'],
  ['ThrottlingException', 'throttled'],
  ['TooManyRequestsException', 'throttled'],
  ['PayloadTooLargeException', 'too-large'],
  ['RequestEntityTooLargeException', 'too-large'],
  ['ForbiddenException', 'forbidden'],
  ['AccessDeniedException', 'forbidden'],
]);

const BY_STATUS: ReadonlyMap<number, Failure['outcome']> = new Map([
  [401, 'forbidden'],
  [403, 'forbidden'],
  // The service has no 404: the endpoint is another host's.
  [404, 'forbidden'],
  [410, 'gone'],
  [413, 'too-large'],
  [429, 'throttled'],
]);

/** The names that the SDK gives an answer without one. */
const UNNAMED: ReadonlySet<string> = new Set(['Unknown', 'UnknownError', 'Error', 'SyntaxError']);

/** Translates what the SDK threw, by name and, where the answer has none that is known, by status. */
export function failureOf(error: unknown): Failure {
  const name = nameOf(error);
  const status = statusOf(error);
  return { outcome: BY_NAME.get(name) ?? byStatus(status, name), name, status };
}

function byStatus(status: number | null, name: string): Failure['outcome'] {
  if (status === null) return 'failed';
  // A malformed connection id. Any other 400 speaks of the signature or the credentials, never of the connection.
  if (status === 400) return UNNAMED.has(name) ? 'gone' : 'forbidden';
  return BY_STATUS.get(status) ?? 'failed';
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'Unknown';
}

/** An answer whose body is no JSON has its status in `$response` alone. */
function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null) return null;
  // The SDK's exceptions share no exported type that an answer without a body satisfies.
  const { $metadata, $response } = error as {
    readonly $metadata?: { readonly httpStatusCode?: number };
    readonly $response?: { readonly statusCode?: number };
  };
  return $metadata?.httpStatusCode ?? $response?.statusCode ?? null;
}
