import type { Access } from '@skein/inbound/access';
import { createDisconnect } from '@skein/inbound/disconnect';
import { createSnsTransport } from '@skein/pubsub/sns';
import { createDynamoStore } from '@skein/store/dynamodb';
import { readDisconnectConfiguration } from './configuration.ts';
import { createDeadline } from './deadline.ts';
import type { DisconnectEvent, LambdaContext, WebSocketAnswer } from './events.ts';
import { createHandlerLog } from './log.ts';
import { runtime } from './runtime.ts';
import { bindable, settlePublishes } from './settle-publishes.ts';

export type {
  DisconnectEvent,
  LambdaContext,
  WebSocketAnswer,
  WebSocketContext,
} from './events.ts';

/** Makes the `$disconnect` Lambda: removes what the connection stored, then runs `onDisconnect`. Loads no graphql. */
export const createDisconnectHandler = <Session>(
  access: Access<Session>,
): ((event: DisconnectEvent, context: LambdaContext) => Promise<WebSocketAnswer>) => {
  const configuration = readDisconnectConfiguration(process.env);
  const { TABLE_NAME, EVENTS_TOPIC_ARN } = configuration;
  const log = createHandlerLog('disconnect', configuration);
  const deadline = createDeadline(runtime.nowMs);
  const store = createDynamoStore({
    tableName: TABLE_NAME,
    defaultCallbackUrl: null,
    clock: runtime,
    log,
    deadlineMs: deadline.atMs,
  });
  const disconnect = createDisconnect({ access, store, log });
  const pubsub = bindable(access.pubsub);
  pubsub?.bind({ transport: createSnsTransport({ topicArn: EVENTS_TOPIC_ARN }), log });

  return async ({ requestContext }, context) => {
    deadline.begin(context);
    await disconnect({
      connectionId: requestContext.connectionId,
      code: requestContext.disconnectStatusCode ?? null,
      reason: requestContext.disconnectReason ?? null,
    });
    if (pubsub !== null) await settlePublishes({ pubsub, context, log });
    return { statusCode: 200 };
  };
};
