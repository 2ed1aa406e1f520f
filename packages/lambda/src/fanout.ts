import { decodeTask, type PublisherApp } from '@skein/publisher';
import { createDelivery, type Delivery } from './create-delivery.ts';
import type { LambdaContext, SqsAnswer, SqsEvent } from './events.ts';
import { settlePublishes } from './settle-publishes.ts';

export type { LambdaContext, SqsAnswer, SqsEvent } from './events.ts';

type SqsRecord = SqsEvent['Records'][number];

/**
 * Makes the Lambda behind the fan-out queue: it delivers what one invocation of the publisher did not finish. Tasks that
 * fail are reported, and stay in the queue until it gives them up. Throws at once if the environment is incomplete.
 */
export const createFanoutHandler = (
  app: PublisherApp,
): ((event: SqsEvent, context: LambdaContext) => Promise<SqsAnswer>) => {
  const delivery = createDelivery(app, 'fanout');

  return async ({ Records }, context) => {
    delivery.deadline.begin(context);
    const failed: SqsRecord[] = [];
    for (const record of Records) {
      if (!(await carriesOut(delivery, record, context))) failed.push(record);
    }
    await settlePublishes({ pubsub: app.pubsub, context, log: delivery.log });
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
};

const carriesOut = async (
  { publisher, log }: Delivery,
  { messageId, body }: SqsRecord,
  context: LambdaContext,
): Promise<boolean> => {
  const decoded = decodeTask(body);
  if (!decoded.ok) {
    log.error('task_malformed', { taskId: messageId, detail: decoded.detail });
    return false;
  }
  try {
    await publisher.task(decoded.task, () => context.getRemainingTimeInMillis());
    return true;
  } catch (error) {
    const eventId = decoded.task.event.messageId;
    log.error('task_failed', { taskId: messageId, eventId, error });
    return false;
  }
};
