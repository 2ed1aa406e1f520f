import type { AddressInfo } from 'node:net';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { withoutExperimentalNotices } from '../without-experimental-notices.ts';
import { KEEP_ALIVE_MS, LOCAL_ACCOUNT } from './aws-account.ts';

/** SNS and SQS on this machine. */
export interface MessagingEmulator {
  /** Of both services. */
  readonly endpoint: string;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  /** Makes a topic and gives its ARN. */
  createTopic(name: string): Promise<string>;
  /** Makes a queue; after `maxReceiveCount` receives a message goes to `deadLetter`. */
  createQueue(name: string, options?: QueueOptions): Promise<Queue>;
  /** Copies every message of a topic into a queue, in SNS's envelope. */
  subscribe(topicArn: string, queue: Queue): Promise<void>;
  close(): Promise<void>;
}

export interface Queue {
  readonly url: string;
  readonly arn: string;
}

interface QueueOptions {
  readonly visibilitySeconds?: number;
  readonly redrive?: { readonly deadLetter: Queue; readonly maxReceiveCount: number };
}

/** Starts the emulator on a free port of 127.0.0.1. */
export async function startMessaging(): Promise<MessagingEmulator> {
  // It loads node:sqlite, whose notice would be the first thing that a new user reads.
  const { buildApp } = await withoutExperimentalNotices(() => import('fauxqs'));
  const app = buildApp({ logger: false, defaultRegion: LOCAL_ACCOUNT.region });
  app.server.keepAliveTimeout = KEEP_ALIVE_MS;
  await app.listen({ port: 0, host: '127.0.0.1' });
  const endpoint = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const sns = new SNSClient({ endpoint, ...LOCAL_ACCOUNT });
  const sqs = new SQSClient({ endpoint, ...LOCAL_ACCOUNT });

  return {
    endpoint,
    sns,
    sqs,
    createTopic: async (name) => {
      const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: name }));
      return given(TopicArn, 'TopicArn');
    },
    createQueue: async (name, options = {}) => {
      const Attributes = queueAttributes(options);
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }));
      const url = given(QueueUrl, 'QueueUrl');
      const query = { QueueUrl: url, AttributeNames: ['QueueArn' as const] };
      const { Attributes: found } = await sqs.send(new GetQueueAttributesCommand(query));
      return { url, arn: given(found?.QueueArn, 'QueueArn') };
    },
    subscribe: async (topicArn, { arn }) => {
      await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: arn }));
    },
    close: async () => {
      sns.destroy();
      sqs.destroy();
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

function queueAttributes({ visibilitySeconds, redrive }: QueueOptions): Record<string, string> {
  return {
    ...(visibilitySeconds !== undefined && { VisibilityTimeout: String(visibilitySeconds) }),
    ...(redrive && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: redrive.deadLetter.arn,
        maxReceiveCount: redrive.maxReceiveCount,
      }),
    }),
  };
}

function given(value: string | undefined, name: string): string {
  if (value === undefined) throw new Error(`the emulator answered no ${name}`);
  return value;
}
