import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { commonLogTime } from './common-log-time.ts';
import { readBody, respondJson } from './http-body.ts';
import type { InvocationOutcome } from './lambda-host/index.ts';

/** Lambda's own limit; API Gateway's 10 MB never comes into play. */
const MAX_BODY_BYTES = 6 * 1024 * 1024;

/** Of these types API Gateway passes the body as text; anything else arrives in base64. */
const TEXT_TYPES = /^(text\/.*|application\/(json|javascript|xml))$/;

/**
 * Answers one HTTP request by a Lambda, as an API Gateway HTTP API does: payload format 2.0 in both directions, 500
 * with a message when the function fails.
 */
export async function answerByLambda(options: {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly invoke: (event: unknown) => Promise<InvocationOutcome>;
  readonly now: () => Date;
}): Promise<void> {
  const { request, response, invoke, now } = options;
  const body = await readBody(request, MAX_BODY_BYTES);
  if (body === null) return respondJson(response, 413, { message: 'Request Entity Too Large' });
  const outcome = await invoke(httpEvent({ request, body, now: now() }));
  if (!outcome.ok) return respondJson(response, 500, { message: 'Internal Server Error' });
  const answer = readAnswer(outcome.payload);
  if (answer === null) return respondJson(response, 500, { message: 'Internal Server Error' });
  response.writeHead(answer.status, answer.headers);
  response.end(request.method === 'HEAD' ? undefined : answer.body);
}

/** The payload 2.0 event of a request: lower-case header names, repeated values joined by commas. */
function httpEvent(options: {
  readonly request: Pick<IncomingMessage, 'url' | 'method' | 'rawHeaders' | 'httpVersion'> & {
    readonly socket: { readonly remoteAddress?: string | undefined };
  };
  readonly body: Buffer;
  readonly now: Date;
}) {
  const { request, body, now } = options;
  const { pathname, search, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const { cookie, ...headers } = joinPairs(headerPairs(request.rawHeaders), ',');
  const isText = TEXT_TYPES.test((headers['content-type'] ?? 'text/plain').split(';')[0] ?? '');
  const method = request.method ?? 'GET';
  const routeKey = `ANY ${pathname}`;
  return {
    version: '2.0',
    routeKey,
    rawPath: pathname,
    rawQueryString: search.slice(1),
    ...(cookie !== undefined && { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(searchParams.size > 0 && { queryStringParameters: joinPairs(searchParams, ',') }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: headers.host ?? '',
      domainPrefix: (headers.host ?? '').split(/[.:]/)[0],
      http: {
        method,
        path: pathname,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: commonLogTime(now.getTime()),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

/** Format 2.0: an answer without a statusCode is itself the JSON body of a 200. Null where it is malformed. */
function readAnswer(payload: unknown): Answer | null {
  if (typeof payload !== 'object' || payload === null || !('statusCode' in payload)) {
    const body = Buffer.from(JSON.stringify(payload));
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const answer: {
    readonly statusCode: unknown;
    readonly headers?: Readonly<Record<string, unknown>> | null;
    readonly cookies?: readonly unknown[];
    readonly body?: unknown;
    readonly isBase64Encoded?: unknown;
  } = payload;
  const status = Number(answer.statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return null;
  const headers = Object.entries(answer.headers ?? {}).map(([k, v]) => [k.toLowerCase(), `${v}`]);
  const encoding = answer.isBase64Encoded === true ? 'base64' : 'utf8';
  return {
    status,
    headers: {
      'content-type': 'text/plain',
      ...Object.fromEntries(headers),
      ...(answer.cookies && { 'set-cookie': answer.cookies.map(String) }),
    },
    body: Buffer.from(typeof answer.body === 'string' ? answer.body : '', encoding),
  };
}

function* headerPairs(rawHeaders: readonly string[]): Iterable<[string, string]> {
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    yield [(rawHeaders[index] ?? '').toLowerCase(), rawHeaders[index + 1] ?? ''];
  }
}

function joinPairs(
  pairs: Iterable<readonly [string, string]>,
  separator: string,
): Record<string, string> {
  const groups = Map.groupBy(pairs, ([name]) => name);
  return Object.fromEntries(
    [...groups].map(([name, all]) => [name, all.map(([, value]) => value).join(separator)]),
  );
}
