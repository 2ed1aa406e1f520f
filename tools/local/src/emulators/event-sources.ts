import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import type { InvocationOutcome } from '../lambda-host/invocation.ts';
import type { Queue } from './messaging.ts';
import { type Poller, pollQueue } from './poll-queue.ts';
import { snsEvent } from './sns-event.ts';
import { sqsEvent } from './sqs-event.ts';

/**
 * Invokes a function asynchronously for every message of the topic whose subscribed queue this is: one event per
 * message, none waiting for another, as SNS does.
 */
export function invokeOnTopic(options: {
  readonly sqs: SQSClient;
  /** Subscribed to the topic. */
  readonly queue: Queue;
  readonly invokeAsync: (event: unknown) => void;
  readonly onError: (error: unknown) => void;
}): Poller {
  const { sqs, queue, invokeAsync, onError } = options;
  const handle = async (messages: readonly Message[]) => {
    for (const { Body = '' } of messages) {
      try {
        invokeAsync(snsEvent(Body));
      } catch (error) {
        onError(error); // too large for Lambda: it would be no smaller the next time
      }
    }
    return messages;
  };
  return pollQueue({ sqs, queue, handle, onError });
}

/**
 * Invokes a function for batches of a queue, with `ReportBatchItemFailures`: what it names in `batchItemFailures`, or
 * everything when it fails, stays in the queue and comes again after the visibility timeout.
 */
export function invokeOnQueue(options: {
  readonly sqs: SQSClient;
  readonly queue: Queue;
  readonly invoke: (event: unknown) => Promise<InvocationOutcome>;
  readonly onError: (error: unknown) => void;
}): Poller {
  const { sqs, queue, invoke, onError } = options;
  const handle = async (messages: readonly Message[]) => {
    const outcome = await invoke(sqsEvent({ messages, queueArn: queue.arn }));
    return outcome.ok ? withoutFailures(messages, outcome.payload) : [];
  };
  return pollQueue({ sqs, queue, handle, onError });
}

/** An answer that names no failures, or nothing at all, is a success; one that cannot be read fails the whole batch. */
function withoutFailures(messages: readonly Message[], payload: unknown): readonly Message[] {
  if (typeof payload !== 'object' || payload === null || !('batchItemFailures' in payload)) {
    return messages;
  }
  const failures: unknown = payload.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return [];
  const failed = new Set(failures.map((failure) => failure?.itemIdentifier));
  const known = new Set(messages.map(({ MessageId }) => MessageId));
  if (![...failed].every((id) => known.has(id))) return [];
  return messages.filter(({ MessageId }) => !failed.has(MessageId));
}
