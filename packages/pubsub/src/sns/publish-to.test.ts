import type { PublishCommand } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { createPubSub } from '../create-pubsub.ts';
import { topic } from '../topic.ts';
import { publishTo } from './publish-to.ts';

const topicArn = 'arn:aws:sns:eu-west-1:1:events';

describe('publishTo', () => {
  it('announces on the SNS topic what is published from then on', async () => {
    const inputs: unknown[] = [];
    const client = {
      send: async (command: PublishCommand) => void inputs.push(command.input),
    } as never;
    const posted = topic<{ readonly id: string }>('POSTED');
    const pubsub = createPubSub({ topics: [posted] });
    publishTo(pubsub, { topicArn, client });
    await pubsub.publish(posted, { id: '1' });
    expect(inputs).toEqual([
      { TopicArn: topicArn, Message: '{"topic":"POSTED","payload":{"id":"1"}}' },
    ]);
  });

  it('lets settle tell of a publish that nobody awaited, when SNS refuses', async () => {
    const client = { send: () => Promise.reject(new Error('AuthorizationError')) } as never;
    const pubsub = createPubSub();
    publishTo(pubsub, { topicArn, client });
    pubsub.publish('A').catch(() => undefined);
    expect(await pubsub.settle()).toEqual([new Error('AuthorizationError')]);
  });

  it.each([
    [undefined, 'undefined came'],
    ['', '"" came'],
    ['events', '"events" came'],
  ])('throws for %j in place of an ARN', (wrong, message) => {
    expect(() => publishTo(createPubSub(), { topicArn: wrong as string })).toThrow(message);
  });
});
