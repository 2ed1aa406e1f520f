import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { FanoutQueues } from '../ports.ts';
import { encodeTask } from '../task-codec.ts';
import { type Batch, batchesOf } from './batches.ts';

export interface SqsQueuesOptions {
  readonly fanoutQueueUrl: string;
  readonly parkedQueueUrl: string;
  /** @default a client of the environment's region, credentials and endpoint */
  readonly client?: SQSClient;
  /** Waits between attempts. @default timers and Math.random */
  readonly runtime?: { sleep(ms: number): Promise<void>; random(): number };
}

const BATCHES_AT_ONCE = 5;
const MAX_ATTEMPTS = 4;
const FIRST_BACKOFF_MS = 50;

/** Makes the queues over SQS. Entries that SQS refuses for reasons of its own are sent again, the others reject at once. */
export function createSqsQueues(options: SqsQueuesOptions): FanoutQueues {
  const { fanoutQueueUrl, parkedQueueUrl, client = createClient(), runtime = REAL } = options;

  const send = async (batch: Batch, delaySeconds: number): Promise<Batch> => {
    const { Failed = [] } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: fanoutQueueUrl,
        Entries: batch.map((text, n) => ({
          Id: String(n),
          MessageBody: text,
          DelaySeconds: delaySeconds,
        })),
      }),
    );
    const refused = Failed.find(({ SenderFault }) => SenderFault === true);
    if (refused !== undefined) throw new Error(`SQS refused a fan-out task: ${refused.Code}`);
    return Failed.map(({ Id }) => batch[Number(Id)]).filter((text) => text !== undefined);
  };

  const sendAll = async (batch: Batch, delaySeconds: number): Promise<void> => {
    let unsent = batch;
    for (let attempt = 1; unsent.length > 0; attempt += 1) {
      unsent = await send(unsent, delaySeconds);
      if (unsent.length === 0) return;
      if (attempt === MAX_ATTEMPTS)
        throw new Error(`SQS took all but ${unsent.length} fan-out tasks`);
      await runtime.sleep(runtime.random() * FIRST_BACKOFF_MS * 2 ** attempt);
    }
  };

  return {
    enqueue: async (tasks, { delaySeconds = 0 } = {}) => {
      const batches = batchesOf(tasks.map(encodeTask));
      for (let n = 0; n < batches.length; n += BATCHES_AT_ONCE) {
        const some = batches.slice(n, n + BATCHES_AT_ONCE);
        await Promise.all(some.map((batch) => sendAll(batch, delaySeconds)));
      }
    },
    park: async (event) => {
      await client.send(
        new SendMessageCommand({ QueueUrl: parkedQueueUrl, MessageBody: JSON.stringify(event) }),
      );
    },
  };
}

function createClient(): SQSClient {
  // Else the host of a queue's URL goes before `AWS_ENDPOINT_URL_SQS`: an emulator's may not even resolve.
  return new SQSClient({ useQueueUrlAsEndpoint: false });
}

const REAL = {
  sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  random: () => Math.random(),
};
