import type { IncomingMessage } from 'node:http';
import { readToken } from './tokens.ts';

/** Who connected: by the init payload, the upgrade's header or its query string, the first that names someone. */
export function viewerOf(
  request: IncomingMessage,
  connectionParams: Readonly<Record<string, unknown>> | undefined,
): { readonly id: string } | null {
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
  return (
    readToken(tokenOf(connectionParams)) ??
    readToken(request.headers.authorization) ??
    readToken(query.get('authorization'))
  );
}

/** The token of an init payload, whatever the casing of its key. */
export function tokenOf(connectionParams: Readonly<Record<string, unknown>> | undefined): unknown {
  const entries = Object.entries(connectionParams ?? {});
  return entries.find(([name]) => name.toLowerCase() === 'authorization')?.[1];
}
