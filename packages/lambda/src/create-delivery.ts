import { createPublisher, type Publisher, type PublisherApp } from '@skein/publisher';
import { createSqsQueues } from '@skein/publisher/sqs';
import type { Log } from '@skein/pubsub';
import { createAwsSockets } from '@skein/sockets/aws';
import { createDynamoStore } from '@skein/store/dynamodb';
import { readDeliveryConfiguration } from './configuration.ts';
import { createDeadline, type Deadline } from './deadline.ts';
import { createHandlerLog } from './log.ts';
import { refusedTransport } from './refused-transport.ts';
import { runtime } from './runtime.ts';

/** What the two Lambdas that deliver are made of. */
export interface Delivery {
  readonly publisher: Publisher;
  readonly log: Log;
  readonly deadline: Deadline;
}

/** Reads the environment and makes the publisher of it. Throws at once if the environment is incomplete. */
export const createDelivery = (app: PublisherApp, name: 'publisher' | 'fanout'): Delivery => {
  const configuration = readDeliveryConfiguration(process.env);
  const log = createHandlerLog(name, configuration);
  const deadline = createDeadline(runtime.nowMs);
  app.pubsub.bind({ transport: refusedTransport, log });
  const publisher = createPublisher({
    app,
    store: createDynamoStore({
      tableName: configuration.TABLE_NAME,
      defaultCallbackUrl: configuration.CONNECTIONS_URL,
      clock: runtime,
      log,
      deadlineMs: deadline.atMs,
    }),
    sockets: createAwsSockets({ log }),
    queues: createSqsQueues({
      fanoutQueueUrl: configuration.FANOUT_QUEUE_URL,
      parkedQueueUrl: configuration.PARKED_QUEUE_URL,
    }),
    log,
    runtime,
    defaultEndpoint: configuration.CONNECTIONS_URL,
    postsPerSecond: configuration.POSTS_PER_SECOND,
  });
  return { publisher, log, deadline };
};
