import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { until } from '../until.ts';
import type { Aws } from './aws.ts';

/** Takes one message out of a queue and gives its body. */
export async function takeMessage(options: {
  readonly aws: Aws;
  readonly queueUrl: string;
  readonly what: string;
  readonly patienceMs: number;
}): Promise<string> {
  const { aws, queueUrl, what, patienceMs } = options;
  return until({
    what,
    patienceMs,
    ask: async () => {
      const command = new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 1 });
      const [message] = (await aws.sqs.send(command)).Messages ?? [];
      if (message === undefined) return null;
      const { ReceiptHandle, Body = '' } = message;
      await aws.sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
      return Body;
    },
  });
}
