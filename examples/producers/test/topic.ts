import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { expect } from 'vitest';

/** An SNS topic in the place of a stack's, and what was published to it. */
export interface Topic {
  readonly arn: string;
  /** The texts that came since it was last asked, once there are so many. */
  receive(count: number): Promise<readonly string[]>;
}

/** Both clients take endpoint, region and credentials from `environment`. */
export async function createTopic(environment: Readonly<Record<string, string>>): Promise<Topic> {
  const settings = {
    endpoint: environment.AWS_ENDPOINT_URL ?? '',
    region: environment.AWS_REGION ?? '',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const sns = new SNSClient(settings);
  const sqs = new SQSClient(settings);
  const { TopicArn: arn = '' } = await sns.send(new CreateTopicCommand({ Name: 'events' }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'events' }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  await sns.send(
    new SubscribeCommand({
      ...{ TopicArn: arn, Protocol: 'sqs', Endpoint: Attributes?.QueueArn },
      Attributes: { RawMessageDelivery: 'true' },
    }),
  );

  async function take(): Promise<string[]> {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    );
    for (const { ReceiptHandle } of Messages)
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    return Messages.map(({ Body = '' }) => Body);
  }

  return {
    arn,
    receive: async (count) => {
      const texts: string[] = [];
      const wait = { timeout: 30_000, interval: 100 };
      await expect
        .poll(async () => texts.push(...(await take())), wait)
        .toBeGreaterThanOrEqual(count);
      return texts;
    },
  };
}
