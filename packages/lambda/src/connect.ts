import type { Access } from '@skein/inbound/access';
import { createConnect } from '@skein/inbound/connect';
import { createDynamoStore } from '@skein/store/dynamodb';
import { headerValues, upgradeRequest } from './access-request.ts';
import { isAllowedOrigin } from './allowed-origins.ts';
import { callbackUrlOf } from './callback-url.ts';
import { readConnectConfiguration } from './configuration.ts';
import { createDeadline } from './deadline.ts';
import type { ConnectEvent, LambdaContext, WebSocketAnswer } from './events.ts';
import { createHandlerLog } from './log.ts';
import { runtime } from './runtime.ts';

export type {
  ConnectEvent,
  LambdaContext,
  MultiValues,
  Texts,
  WebSocketAnswer,
  WebSocketContext,
} from './events.ts';

/**
 * Makes the `$connect` Lambda: holds a page's origin against the allowed ones, negotiates the subprotocol, authenticates the
 * upgrade, stores the connection. Loads no graphql: a legacy client gives up after a second, cold start included. Throws at
 * once if the environment is incomplete.
 */
export const createConnectHandler = <Session>(
  access: Access<Session>,
): ((event: ConnectEvent, context: LambdaContext) => Promise<WebSocketAnswer>) => {
  const configuration = readConnectConfiguration(process.env);
  const { TABLE_NAME, CONNECTIONS_URL, ALLOWED_ORIGINS } = configuration;
  const log = createHandlerLog('connect', configuration);
  const deadline = createDeadline(runtime.nowMs);
  const store = createDynamoStore({
    tableName: TABLE_NAME,
    defaultCallbackUrl: CONNECTIONS_URL,
    clock: runtime,
    log,
    deadlineMs: deadline.atMs,
  });
  const connect = createConnect({ access, store, log, runtime });

  return async (event, context) => {
    deadline.begin(context);
    const { requestContext } = event;
    if (!isAllowedOrigin(ALLOWED_ORIGINS, headerValues(event, 'origin'))) {
      log.info('connect_refused', { connectionId: requestContext.connectionId, status: 403 });
      return { statusCode: 403 };
    }
    const answer = await connect({
      connectionId: requestContext.connectionId,
      requestId: requestContext.requestId,
      timeMs: requestContext.requestTimeEpoch,
      connectedAtMs: requestContext.connectedAt,
      callbackUrl: callbackUrlOf(requestContext, CONNECTIONS_URL),
      offers: headerValues(event, 'sec-websocket-protocol'),
      request: upgradeRequest(event),
    });
    if (answer.status !== 200 || answer.subprotocol === null) return { statusCode: answer.status };
    return { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': answer.subprotocol } };
  };
};
