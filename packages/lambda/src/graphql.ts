import type { InboundApp } from '@skein/inbound';
import { createSnsTransport } from '@skein/pubsub/sns';
import { readGraphqlConfiguration } from './configuration.ts';
import type { HttpAnswer, HttpEvent, LambdaContext } from './events.ts';
import { createHttp, jsonAnswer } from './http.ts';
import { createHandlerLog } from './log.ts';
import { runtime } from './runtime.ts';
import { settlePublishes } from './settle-publishes.ts';

export type { HttpAnswer, HttpEvent, LambdaContext, Texts } from './events.ts';

/**
 * Makes the Lambda of an HTTP API (payload format 2.0): queries and mutations by GraphQL over HTTP. It answers when
 * every publish that it began has settled. Throws at once if the environment is incomplete.
 */
export const createGraphqlHandler = (
  app: InboundApp,
): ((event: HttpEvent, context: LambdaContext) => Promise<HttpAnswer>) => {
  const configuration = readGraphqlConfiguration(process.env);
  const { EVENTS_TOPIC_ARN } = configuration;
  const log = createHandlerLog('graphql', configuration);
  app.pubsub.bind({ transport: createSnsTransport({ topicArn: EVENTS_TOPIC_ARN }), log });
  const answer = createHttp({ app, log, nowMs: runtime.nowMs });

  return async (event, context) => {
    try {
      return await answer(event);
    } catch (error) {
      log.error('request_failed', { error });
      return jsonAnswer(500, 'Internal server error');
    } finally {
      await settlePublishes({ pubsub: app.pubsub, context, log });
    }
  };
};
