import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Queue } from './messaging.ts';

/** A running poller. */
export interface Poller {
  /** Stops receiving; a batch that is being handled is not waited for. */
  stop(): void;
}

/**
 * Receives batches of at most 10 until it is stopped. `handle` gives the messages that are done with; those are
 * deleted, the others come again after the queue's visibility timeout.
 */
export function pollQueue(options: {
  readonly sqs: SQSClient;
  readonly queue: Queue;
  readonly handle: (messages: readonly Message[]) => Promise<readonly Message[]>;
  /** Sees what went wrong; polling goes on. */
  readonly onError: (error: unknown) => void;
}): Poller {
  const { sqs, queue, handle, onError } = options;
  const stopped = new AbortController();
  const { signal } = stopped;

  async function pollOnce(): Promise<void> {
    const receive = new ReceiveMessageCommand({
      QueueUrl: queue.url,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 20,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    const { Messages = [] } = await sqs.send(receive, { abortSignal: signal });
    if (Messages.length === 0) return;
    const done = await handle(Messages);
    if (done.length === 0 || signal.aborted) return;
    const Entries = done.map(({ ReceiptHandle }, n) => ({ Id: String(n), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queue.url, Entries }));
  }

  async function poll(): Promise<void> {
    while (!signal.aborted) {
      try {
        await pollOnce();
      } catch (error) {
        if (signal.aborted) return;
        onError(error);
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    }
  }

  void poll();
  return { stop: () => stopped.abort() };
}
