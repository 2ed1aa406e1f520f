import type { ArrivedEvent, PublisherApp } from '@skein/publisher';
import { createDelivery } from './create-delivery.ts';
import type { LambdaContext, SnsEvent } from './events.ts';
import { runtime } from './runtime.ts';
import { settlePublishes } from './settle-publishes.ts';

export type { LambdaContext, SnsEvent } from './events.ts';

type SnsRecord = SnsEvent['Records'][number]['Sns'];

/**
 * Makes the Lambda that SNS invokes with each event: it delivers the event to all who subscribed to it. It fails only on
 * platform trouble before the first post, so that Lambda invokes it again. Throws at once if the environment is incomplete.
 */
export const createPublisherHandler = (
  app: PublisherApp,
): ((event: SnsEvent, context: LambdaContext) => Promise<void>) => {
  const { publisher, log, deadline } = createDelivery(app, 'publisher');

  return async ({ Records }, context) => {
    deadline.begin(context);
    const failures: unknown[] = [];
    for (const { Sns } of Records) {
      const eventId = Sns.MessageId;
      log.info('event_accepted', { eventId });
      try {
        await publisher.event(arrivedEvent(Sns), () => context.getRemainingTimeInMillis());
      } catch (error) {
        log.error('event_failed', { eventId, error });
        failures.push(error);
      }
    }
    await settlePublishes({ pubsub: app.pubsub, context, log });
    if (failures.length > 0) {
      throw new AggregateError(failures, `${failures.length} of ${Records.length} events failed`);
    }
  };
};

const arrivedEvent = ({ Message, MessageId, Timestamp }: SnsRecord): ArrivedEvent => {
  const publishedAtMs = Date.parse(Timestamp);
  return {
    text: Message,
    messageId: MessageId,
    // An event of unknown age gets its whole time.
    publishedAtMs: Number.isNaN(publishedAtMs) ? runtime.nowMs() : publishedAtMs,
  };
};
