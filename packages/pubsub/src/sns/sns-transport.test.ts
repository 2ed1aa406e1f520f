import type { PublishCommand } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { createPubSub } from '../create-pubsub.ts';
import { silentLog } from '../log.ts';
import { createSnsTransport } from './sns-transport.ts';

describe('createSnsTransport', () => {
  it('makes one Publish of the envelope when an event is published', async () => {
    const inputs: unknown[] = [];
    const client = {
      send: async (command: PublishCommand) => void inputs.push(command.input),
    } as never;
    const pubsub = createPubSub();
    pubsub.bind({
      transport: createSnsTransport({ topicArn: 'arn:aws:sns:eu-west-1:1:events', client }),
      log: silentLog,
    });
    await pubsub.publish('A', { a: 1 });
    expect(inputs).toEqual([
      { TopicArn: 'arn:aws:sns:eu-west-1:1:events', Message: '{"topic":"A","payload":{"a":1}}' },
    ]);
  });

  it('rejects when SNS refuses', async () => {
    const client = { send: () => Promise.reject(new Error('AuthorizationError')) } as never;
    const transport = createSnsTransport({ topicArn: 'arn:aws:sns:eu-west-1:1:events', client });
    await expect(transport.publish({ topic: 'A' }, '{}')).rejects.toThrow('AuthorizationError');
  });
});
