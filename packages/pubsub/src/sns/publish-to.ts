import type { Log } from '../log.ts';
import type { PubSubBinding } from '../pubsub.ts';
import { createSnsTransport, type SnsTransportOptions } from './sns-transport.ts';

export interface PublishToOptions extends SnsTransportOptions {
  /** Where filters that fail in this process are reported from now on. @default where they were */
  readonly log?: Log;
}

/**
 * Lets a pubsub announce its events on an SNS topic from now on: for programs that are no handler of ours, as an HTTP server
 * or a job. Their own sources hear nothing any more. Whoever ends such a program awaits its publishes, or `pubsub.settle()`.
 */
export const publishTo = (
  pubsub: Pick<PubSubBinding, 'bind'>,
  { log, ...sns }: PublishToOptions,
): void => {
  if (typeof sns.topicArn !== 'string' || !sns.topicArn.startsWith('arn:')) {
    throw new TypeError(
      `publishTo needs the ARN of an SNS topic in \`topicArn\`, but ${shown(sns.topicArn)} came.`,
    );
  }
  pubsub.bind({ transport: createSnsTransport(sns), ...(log && { log }) });
};

const shown = (value: unknown): string =>
  typeof value === 'string' ? JSON.stringify(value) : String(value);
