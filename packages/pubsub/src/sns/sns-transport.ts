import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { EventTransport } from '../event.ts';

export interface SnsTransportOptions {
  /** The SNS topic that events are announced on. */
  readonly topicArn: string;
  /** @default a client of the environment's region and credentials, made for the first event */
  readonly client?: Pick<SNSClient, 'send'>;
}

/**
 * Announces events on an SNS topic: one Publish per event, whose message is the envelope's text. A trace's `traceparent`
 * travels in the envelope alone. Rejects with the SDK's error, after its own retries.
 */
export const createSnsTransport = ({ topicArn, client }: SnsTransportOptions): EventTransport => {
  // Most invocations publish nothing: a client is made for the first event.
  let made = client;
  return {
    publish: async (_envelope, text) => {
      made ??= new SNSClient({});
      await made.send(new PublishCommand({ TopicArn: topicArn, Message: text }));
    },
  };
};
