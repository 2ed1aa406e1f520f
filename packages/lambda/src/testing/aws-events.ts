import type { ConnectEvent, HttpEvent, LambdaContext, WebSocketContext } from '../events.ts';

/** Context of an invocation that has this long. */
export const lambdaContext = (remainingMs = 10_000): LambdaContext => {
  const endMs = Date.now() + remainingMs;
  return { getRemainingTimeInMillis: () => endMs - Date.now() };
};

let requests = 0;

/** What API Gateway tells of a WebSocket message, as of now. */
export const webSocketContext = (changes: Partial<WebSocketContext> = {}): WebSocketContext => {
  requests += 1;
  return {
    connectionId: 'connection-1',
    apiId: 'api',
    stage: 'dev',
    domainName: 'api.execute-api.eu-west-1.amazonaws.com',
    requestId: `request-${requests}`,
    messageId: `message-${requests}`,
    connectedAt: Date.now(),
    requestTimeEpoch: Date.now(),
    identity: { sourceIp: '192.0.2.1', userAgent: 'test' },
    ...changes,
  };
};

export const connectEvent = (changes: Partial<ConnectEvent> = {}): ConnectEvent => ({
  requestContext: webSocketContext(),
  headers: { 'Sec-WebSocket-Protocol': 'graphql-transport-ws' },
  ...changes,
});

/** A request to an HTTP API, payload format 2.0. */
export const httpEvent = ({
  method = 'POST',
  ...changes
}: Partial<HttpEvent> & { readonly method?: string } = {}): HttpEvent => ({
  rawPath: '/graphql',
  rawQueryString: '',
  headers: { 'content-type': 'application/json' },
  requestContext: { http: { method, sourceIp: '192.0.2.1', userAgent: 'test' } },
  ...changes,
});
