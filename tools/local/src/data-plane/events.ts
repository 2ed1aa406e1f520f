import { commonLogTime } from '../common-log-time.ts';
import type { ApiDefinition } from './api-definition.ts';
import type { Client } from './client.ts';

/** What every event of one connection says about it. */
export interface EventSource {
  readonly api: ApiDefinition;
  readonly client: Client;
  readonly connectionId: string;
  readonly connectedAtMs: number;
  /** `principalId` and the authorizer's context, values as strings; null without an authorizer. */
  readonly authorizer: Readonly<Record<string, string>> | null;
}

/** Which request an event stands for, and when it came. */
export interface EventStamp {
  readonly requestId: string;
  readonly timeMs: number;
}

type JsonRecord = Record<string, unknown>;

/** The CONNECT event: the only one with the client's headers and query string. */
export function connectEvent(source: EventSource, stamp: EventStamp): JsonRecord {
  return {
    ...upgradeFields(source),
    requestContext: {
      routeKey: '$connect',
      eventType: 'CONNECT',
      ...contextFields(source, stamp),
    },
    isBase64Encoded: false,
  };
}

/** The MESSAGE event: no headers, no query string. */
export function messageEvent(
  source: EventSource,
  stamp: EventStamp,
  message: { readonly routeKey: string; readonly messageId: string; readonly body: string },
): JsonRecord {
  return {
    requestContext: {
      routeKey: message.routeKey,
      messageId: message.messageId,
      eventType: 'MESSAGE',
      ...contextFields(source, stamp),
    },
    body: message.body,
    isBase64Encoded: false,
  };
}

/** The DISCONNECT event, with a small map of headers that are the gateway's own. */
export function disconnectEvent(
  source: EventSource,
  stamp: EventStamp,
  close: { readonly code: number; readonly reason: string },
): JsonRecord {
  const headers = {
    Host: domainName(source),
    'x-api-key': '',
    'X-Forwarded-For': source.client.sourceIp,
    'x-restapi': '',
  };
  return {
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, [v]])),
    requestContext: {
      routeKey: '$disconnect',
      disconnectStatusCode: close.code,
      eventType: 'DISCONNECT',
      ...contextFields(source, stamp),
      disconnectReason: close.reason,
    },
    isBase64Encoded: false,
  };
}

/** The event of a REQUEST authorizer: the CONNECT event's fields, the type and the `methodArn`. */
export function authorizerEvent(source: EventSource, stamp: EventStamp): JsonRecord {
  const { isBase64Encoded: _, ...fields } = connectEvent(source, stamp);
  return { type: 'REQUEST', methodArn: methodArn(source.api), ...fields };
}

/** The ARN of the `$connect` route that an authorizer's policy must allow. */
export function methodArn(api: ApiDefinition): string {
  const { region = 'us-east-1', accountId = '000000000000' } = api;
  return `arn:aws:execute-api:${region}:${accountId}:${api.apiId}/${api.stage}/$connect`;
}

function upgradeFields({ api, client }: EventSource): JsonRecord {
  const hasQuery = Object.keys(client.query).length > 0;
  return {
    headers: client.headers,
    multiValueHeaders: client.multiValueHeaders,
    ...(hasQuery && {
      queryStringParameters: client.query,
      multiValueQueryStringParameters: client.multiValueQuery,
    }),
    ...(api.stageVariables && { stageVariables: api.stageVariables }),
  };
}

function contextFields(source: EventSource, { requestId, timeMs }: EventStamp): JsonRecord {
  const { api, client, connectionId, connectedAtMs, authorizer } = source;
  return {
    ...(authorizer && { authorizer }),
    extendedRequestId: requestId,
    requestTime: commonLogTime(timeMs),
    messageDirection: 'IN',
    stage: api.stage,
    connectedAt: connectedAtMs,
    requestTimeEpoch: timeMs,
    identity: {
      sourceIp: client.sourceIp,
      ...(client.userAgent !== null && { userAgent: client.userAgent }),
    },
    requestId,
    domainName: domainName(source),
    connectionId,
    apiId: api.apiId,
  };
}

function domainName({ api, client }: EventSource): string {
  return api.domainName ?? client.host;
}
