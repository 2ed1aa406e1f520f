import { PublishCommand } from '@aws-sdk/client-sns';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { MessagingEmulator, Queue } from './emulators/messaging.ts';
import { TIMEOUTS_MS } from './functions.ts';

/** As long as the function may take, so that a batch that is being handled is not handed out again. */
const FANOUT_VISIBILITY_SECONDS = TIMEOUTS_MS.fanout / 1000;
const FANOUT_MAX_RECEIVES = 3;

/** The topic and the queues of the system. */
export interface Plumbing {
  readonly eventsTopicArn: string;
  /** Stands between the topic and the publisher: the emulator delivers to queues only. */
  readonly eventsQueue: Queue;
  readonly fanoutQueue: Queue;
  readonly parkedQueue: Queue;
  /** Publishes to the topic and gives the message's id. */
  publish(message: string): Promise<string>;
  /** Keeps the record of an event that the publisher failed on. */
  keepFailure(record: unknown): Promise<void>;
}

/** Makes the topic and the queues, with the dead-letter queues that are deployed on AWS. */
export async function layPlumbing(messaging: MessagingEmulator): Promise<Plumbing> {
  const { sns, sqs } = messaging;
  const [eventsTopicArn, eventsQueue, parkedQueue, failures, fanoutFailures] = await Promise.all([
    messaging.createTopic('skein-events'),
    messaging.createQueue('skein-events-to-publisher'),
    messaging.createQueue('skein-parked'),
    messaging.createQueue('skein-publisher-failures'),
    messaging.createQueue('skein-fanout-failures'),
  ]);
  const [fanoutQueue] = await Promise.all([
    messaging.createQueue('skein-fanout', {
      visibilitySeconds: FANOUT_VISIBILITY_SECONDS,
      redrive: { deadLetter: fanoutFailures, maxReceiveCount: FANOUT_MAX_RECEIVES },
    }),
    messaging.subscribe(eventsTopicArn, eventsQueue),
  ]);

  return {
    eventsTopicArn,
    eventsQueue,
    fanoutQueue,
    parkedQueue,
    publish: async (message) => {
      const command = new PublishCommand({ TopicArn: eventsTopicArn, Message: message });
      const { MessageId = '' } = await sns.send(command);
      return MessageId;
    },
    keepFailure: async (record) => {
      const MessageBody = JSON.stringify(record);
      await sqs.send(new SendMessageCommand({ QueueUrl: failures.url, MessageBody }));
    },
  };
}
