import type { Access } from '@skein/inbound/access';
import { createConnect } from '@skein/inbound/connect';
import { createDynamoStore } from '@skein/store/dynamodb';
import { headerValues, upgradeRequest } from './access-request.ts';
import { callbackUrlOf } from './callback-url.ts';
import { readConnectConfiguration } from './configuration.ts';
import { createDeadline } from './deadline.ts';
import type { ConnectEvent, LambdaContext, WebSocketAnswer } from './events.ts';
import { createLog } from './log.ts';
import { runtime } from './runtime.ts';

/**
 * Makes the `$connect` Lambda: negotiates the subprotocol, authenticates the upgrade, stores the connection. Loads no
 * graphql: a legacy client gives up after a second, cold start included. Throws at once if the environment is incomplete.
 */
export const createConnectHandler = <Session>(
  access: Access<Session>,
): ((event: ConnectEvent, context: LambdaContext) => Promise<WebSocketAnswer>) => {
  const { TABLE_NAME, CONNECTIONS_URL, LOG_LEVEL } = readConnectConfiguration(process.env);
  const log = createLog({ level: LOG_LEVEL, app: 'connect' });
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
