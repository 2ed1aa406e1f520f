import { createInbound, type InboundApp } from '@skein/inbound';
import { createSnsTransport } from '@skein/pubsub/sns';
import { createAwsSockets } from '@skein/sockets/aws';
import { createDynamoStore } from '@skein/store/dynamodb';
import { messageRequest } from './access-request.ts';
import { callbackUrlOf } from './callback-url.ts';
import { readMessageConfiguration } from './configuration.ts';
import { createDeadline } from './deadline.ts';
import type { LambdaContext, MessageEvent, WebSocketAnswer } from './events.ts';
import { logFloatingRejections } from './floating-rejections.ts';
import { createHandlerLog } from './log.ts';
import { runtime } from './runtime.ts';
import { settlePublishes } from './settle-publishes.ts';

export type { LambdaContext, MessageEvent, WebSocketAnswer, WebSocketContext } from './events.ts';

/**
 * Makes the Lambda of `$default`: every client message. It never fails: a failed invocation makes API Gateway send a
 * frame that ends all of the client's subscriptions. It answers when every publish that it began has settled.
 */
export const createMessageHandler = (
  app: InboundApp,
): ((event: MessageEvent, context: LambdaContext) => Promise<WebSocketAnswer>) => {
  const configuration = readMessageConfiguration(process.env);
  const { TABLE_NAME, EVENTS_TOPIC_ARN, CONNECTIONS_URL } = configuration;
  const log = createHandlerLog('message', configuration);
  logFloatingRejections(log);
  const deadline = createDeadline(runtime.nowMs);
  const store = createDynamoStore({
    tableName: TABLE_NAME,
    defaultCallbackUrl: CONNECTIONS_URL,
    clock: runtime,
    log,
    deadlineMs: deadline.atMs,
  });
  const inbound = createInbound({ app, store, sockets: createAwsSockets({ log }), log, runtime });
  app.pubsub.bind({ transport: createSnsTransport({ topicArn: EVENTS_TOPIC_ARN }), log });

  return async (event, context) => {
    const { requestContext } = event;
    try {
      deadline.begin(context);
      await inbound({
        connectionId: requestContext.connectionId,
        messageId: requestContext.messageId ?? requestContext.requestId,
        timeMs: requestContext.requestTimeEpoch,
        connectedAtMs: requestContext.connectedAt,
        callbackUrl: callbackUrlOf(requestContext, CONNECTIONS_URL),
        body: bodyOf(event),
        request: messageRequest(requestContext),
        remainingMs: () => context.getRemainingTimeInMillis(),
      });
      await settlePublishes({ pubsub: app.pubsub, context, log });
    } catch (error) {
      log.error('message_failed', { error });
    }
    return { statusCode: 200 };
  };
};

const bodyOf = ({ body, isBase64Encoded }: MessageEvent): string =>
  isBase64Encoded === true ? Buffer.from(body ?? '', 'base64').toString() : (body ?? '');
