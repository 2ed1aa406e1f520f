import { setTimeout } from 'node:timers/promises';
import { PublishCommand } from '@aws-sdk/client-sns';
import { createAws } from '../aws/aws.ts';
import type { Subscription } from '../clients/client.ts';
import { PATIENCE_MS } from '../scenes/subscribers.ts';
import type { Trial } from './example.ts';

/** Doubled each time: every event that finds no function ready starts one, and a busy machine is not made busier. */
const FIRST_PAUSE_MS = 1_000;

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
  for (let pauseMs = FIRST_PAUSE_MS; subscription.results.length === 0; pauseMs *= 2) {
    const failure = subscription.failure();
    if (failure) throw new Error(`${subscription.name} failed`, { cause: failure });
    if (performance.now() > endMs) throw new Error(`nothing came to ${subscription.name}`);
    await sns.send(new PublishCommand(message));
    const nextMs = performance.now() + pauseMs;
    while (subscription.results.length === 0 && performance.now() < nextMs) await setTimeout(50);
  }
}
