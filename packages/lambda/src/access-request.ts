import type { AccessRequest } from '@skein/inbound/access';
import type { ConnectEvent, HttpEvent, MultiValues, WebSocketContext } from './events.ts';

/**
 * What the upgrade tells of its sender. A header that came more than once is one list (RFC 9110, 5.3), so that a bad token
 * beside a good one is not overlooked; of a parameter, the last value counts.
 */
export const upgradeRequest = (event: ConnectEvent): AccessRequest => ({
  ...messageRequest(event.requestContext),
  headers: lowerCaseNames({ ...event.headers, ...joinedValues(event.multiValueHeaders) }),
  query: texts({
    ...lastValues(event.multiValueQueryStringParameters),
    ...event.queryStringParameters,
  }),
});

/** What a message tells of its sender: it has no headers and no query string. */
export const messageRequest = ({ identity, authorizer }: WebSocketContext): AccessRequest => ({
  headers: {},
  query: {},
  sourceIp: identity?.sourceIp ?? null,
  userAgent: identity?.userAgent ?? null,
  authorizer: texts(authorizer),
});

export const httpRequest = ({
  headers,
  rawQueryString,
  requestContext,
}: HttpEvent): AccessRequest => ({
  headers: lowerCaseNames(headers),
  query: Object.fromEntries(new URLSearchParams(rawQueryString ?? '')),
  sourceIp: requestContext.http.sourceIp ?? null,
  userAgent: requestContext.http.userAgent ?? null,
  authorizer: texts(requestContext.authorizer?.lambda),
});

/** The values of a header, whatever its casing, single or many-valued. */
export const headerValues = (
  { headers, multiValueHeaders }: Pick<ConnectEvent, 'headers' | 'multiValueHeaders'>,
  name: string,
): readonly string[] => {
  const values = (of: object | null | undefined): readonly unknown[] =>
    Object.entries(of ?? {})
      .filter(([key]) => key.toLowerCase() === name)
      .flatMap(([, value]) => value);
  const many = values(multiValueHeaders);
  return (many.length > 0 ? many : values(headers)).filter((value) => typeof value === 'string');
};

const joinedValues = (fields: MultiValues): object =>
  Object.fromEntries(
    Object.entries(fields ?? {}).map(([name, values]) => [name, values?.join(', ')]),
  );

const lastValues = (fields: MultiValues): object =>
  Object.fromEntries(Object.entries(fields ?? {}).map(([name, values]) => [name, values?.at(-1)]));

const lowerCaseNames = (headers: ConnectEvent['headers']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(texts(headers)).map(([name, value]) => [name.toLowerCase(), value]),
  );

const texts = (fields: object | null | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(fields ?? {})
      .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
      .map(([name, value]) => [name, String(value)]),
  );
