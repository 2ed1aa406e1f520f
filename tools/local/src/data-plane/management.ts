import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../http-body.ts';
import { type Connection, DELETED } from './connection.ts';

/** A call of the `@connections` API, before it is carried out. */
export interface ManagementCall {
  readonly method: string;
  readonly connectionId: string;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'BadRequestException',
  403: 'ForbiddenException',
  410: 'GoneException',
  413: 'PayloadTooLargeException',
  429: 'LimitExceededException',
};

/** What AWS gives out today, base64 that ends in `=`; anything else never was a connection's id (400, not 410). */
const CONNECTION_ID = /^[\w+/-]{15}=$/;

/** The id and stage path of a `@connections` URL; null where the URL is none of that API's, whose paths are case-sensitive. */
export function parseManagementUrl(
  url: string,
): { readonly prefix: string; readonly connectionId: string } | null {
  const [, prefix, encoded] = /^(.*?)\/(?:@|%40)connections\/([^/?]+)/.exec(url) ?? [];
  if (prefix === undefined || encoded === undefined) return null;
  try {
    return { prefix, connectionId: decodeURIComponent(encoded) };
  } catch {
    return { prefix, connectionId: encoded }; // malformed encoding: answered 400 as a malformed id
  }
}

/**
 * Answers one call of the `@connections` API: POST, GET and DELETE, with the statuses and error types of the SDK's
 * model. `intercept` may answer in the gateway's place, which makes throttling and forbidden calls programmable.
 */
export async function answerManagement(options: {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly connectionId: string;
  readonly find: (connectionId: string) => Connection | null;
  readonly messageBytes: number;
  readonly intercept: (call: ManagementCall) => number | null;
  readonly onSent: (connection: Connection, text: string) => void;
}): Promise<void> {
  const { request, response, connectionId, intercept } = options;
  const method = request.method ?? 'GET';
  const intercepted = intercept({ method, connectionId });
  if (intercepted !== null) return answer(request, response, { status: intercepted });
  if (!CONNECTION_ID.test(connectionId)) return answer(request, response, { status: 400 });
  answer(request, response, await carryOut(method, options));
}

/** Answers 403, as AWS does for a stage or method that it does not know. */
export function forbid(request: IncomingMessage, response: ServerResponse): void {
  answer(request, response, { status: 403 });
}

async function carryOut(
  method: string,
  options: Parameters<typeof answerManagement>[0],
): Promise<Answer> {
  const { request, connectionId, find, messageBytes, onSent } = options;
  switch (method) {
    case 'POST': {
      const body = await readBody(request, messageBytes);
      if (body === null) return { status: 413 };
      const text = body.toString();
      const connection = find(connectionId);
      const outcome = connection?.send(text) ?? 'gone';
      if (outcome === 'sent' && connection !== null) onSent(connection, text);
      return { status: { sent: 200, gone: 410, throttled: 429 }[outcome] };
    }
    case 'GET': {
      const connection = find(connectionId);
      return connection === null ? { status: 410 } : { status: 200, body: describe(connection) };
    }
    case 'DELETE': {
      const connection = find(connectionId);
      connection?.close(DELETED);
      return { status: connection === null ? 410 : 204 };
    }
    default:
      return { status: 403 };
  }
}

function describe({ source, lastActiveAtMs }: Connection) {
  return {
    connectedAt: new Date(source.connectedAtMs).toISOString(),
    identity: { sourceIp: source.client.sourceIp, userAgent: source.client.userAgent ?? '' },
    lastActiveAt: new Date(lastActiveAtMs()).toISOString(),
  };
}

function answer(request: IncomingMessage, response: ServerResponse, { status, body }: Answer) {
  request.resume(); // an unread body would keep the client's connection from being used again
  const type = status >= 400 ? (ERROR_TYPES[status] ?? 'InternalServerError') : null;
  const text = JSON.stringify(body ?? (type === null ? null : { message: type }));
  const hasBody = text !== 'null' && status !== 204;
  response.writeHead(status, {
    ...(type !== null && { 'x-amzn-ErrorType': type }),
    ...(hasBody && { 'Content-Type': 'application/json' }),
    ...(status !== 204 && { 'Content-Length': hasBody ? Buffer.byteLength(text) : 0 }),
  });
  response.end(hasBody ? text : undefined);
}
