import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { EventTransport } from '../event.ts';

export interface SnsTransportOptions {
  /** The SNS topic that events are announced on. */
  readonly topicArn: string;
  /** @default a client of the environment's region and credentials */
  readonly client?: Pick<SNSClient, 'send'>;
}

/**
 * Announces events on an SNS topic: one Publish per event, whose message is the envelope's text.
 * Rejects with the SDK's error, after its own retries.
 */
export const createSnsTransport = ({
  topicArn,
  client = new SNSClient({}),
}: SnsTransportOptions): EventTransport => ({
  publish: async (_envelope, text) => {
    await client.send(new PublishCommand({ TopicArn: topicArn, Message: text }));
  },
});
