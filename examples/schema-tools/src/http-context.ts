import { GraphQLError } from 'graphql';
import { access } from './access.ts';
import type { Context } from './schema.ts';

/** As Node has them; of a `Headers`, `Object.fromEntries` makes one. */
type HttpHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Builds the context of a request to an HTTP server of one's own: the access that the sockets have says whose it is.
 * Throws an error that GraphQL servers answer with 401. What `authenticate` throws is written for clients, whatever the
 * trouble: its message is passed on.
 */
export async function httpContext(given: HttpHeaders): Promise<Context> {
  const headers = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, String(value)]),
  );
  const token = headers.authorization?.replace(/^bearer /i, '') || null;
  const request = {
    headers,
    query: {},
    sourceIp: null,
    userAgent: headers['user-agent'] ?? null,
    authorizer: {},
  };
  try {
    const input = { token, source: 'http', connectionParams: null, request } as const;
    const admission = await access.authenticate?.(input);
    if (admission) return { viewer: admission.session };
  } catch (error) {
    throw unauthorized(error instanceof Error ? error.message : 'Unauthorized');
  }
  throw unauthorized('Unauthorized');
}

const unauthorized = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
