import type { IncomingMessage } from 'node:http';

/** What the upgrade told about a client, in the shapes that API Gateway's events have. */
export interface Client {
  /** Names keep the client's casing; of a repeated header the last value. */
  readonly headers: Readonly<Record<string, string>>;
  readonly multiValueHeaders: Readonly<Record<string, readonly string[]>>;
  readonly query: Readonly<Record<string, string>>;
  readonly multiValueQuery: Readonly<Record<string, readonly string[]>>;
  readonly host: string;
  readonly sourceIp: string;
  readonly userAgent: string | null;
}

/** Of the hop to the gateway; captured events never show them. */
const HOP_HEADERS: readonly string[] = ['connection', 'upgrade'];

/** Reads an upgrade request. `traceId` goes into the `X-Amzn-Trace-Id` header that the gateway adds. */
export function readClient(request: IncomingMessage, traceId: string): Client {
  const sourceIp = (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '');
  const multiValueHeaders = collect(headerPairs(request.rawHeaders));
  multiValueHeaders['X-Amzn-Trace-Id'] = [traceId];
  multiValueHeaders['X-Forwarded-For'] = [sourceIp];
  multiValueHeaders['X-Forwarded-Port'] = [String(request.socket.localPort ?? '')];
  multiValueHeaders['X-Forwarded-Proto'] = ['http'];
  const multiValueQuery = collect(new URL(request.url ?? '/', 'http://localhost').searchParams);
  return {
    headers: lastValues(multiValueHeaders),
    multiValueHeaders,
    query: lastValues(multiValueQuery),
    multiValueQuery,
    host: request.headers.host ?? '',
    sourceIp,
    userAgent: request.headers['user-agent'] ?? null,
  };
}

/** A header by its name in any casing. */
export function headerOf(headers: Readonly<Record<string, string>>, name: string): string | null {
  const lower = name.toLowerCase();
  return Object.entries(headers).find(([key]) => key.toLowerCase() === lower)?.[1] ?? null;
}

function* headerPairs(rawHeaders: readonly string[]): Iterable<[string, string]> {
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (!HOP_HEADERS.includes(name.toLowerCase())) yield [name, rawHeaders[index + 1] ?? ''];
  }
}

function collect(pairs: Iterable<readonly [string, string]>): Record<string, string[]> {
  const groups = Map.groupBy(pairs, ([name]) => name);
  return Object.fromEntries([...groups].map(([name, all]) => [name, all.map(([, v]) => v)]));
}

function lastValues(multi: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(multi).map(([name, values]) => [name, values.at(-1) ?? '']),
  );
}
