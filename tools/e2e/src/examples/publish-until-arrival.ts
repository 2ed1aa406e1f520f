import { setTimeout } from 'node:timers/promises';
import { PublishCommand } from '@aws-sdk/client-sns';
import { createAws } from '../aws/aws.ts';
import type { Subscription } from '../clients/client.ts';
import { PATIENCE_MS } from '../scenes/subscribers.ts';
import type { Trial } from './example.ts';

const PAUSE_MS = 500;

/** Publishes until a subscription has a result: nothing tells a client when its subscription stands. */
export async function publishUntilArrival(
  { emulator }: Trial,
  options: {
    readonly subscription: Subscription;
    readonly topicArn: string;
    readonly event: unknown;
  },
): Promise<void> {
  const { subscription, topicArn, event } = options;
  const { sns } = createAws(emulator);
  const message = { TopicArn: topicArn, Message: JSON.stringify(event) };
  const endMs = performance.now() + PATIENCE_MS;
  while (subscription.results.length === 0) {
    const failure = subscription.failure();
    if (failure) throw new Error(`${subscription.name} failed`, { cause: failure });
    if (performance.now() > endMs) throw new Error(`nothing came to ${subscription.name}`);
    await sns.send(new PublishCommand(message));
    await setTimeout(PAUSE_MS);
  }
}
