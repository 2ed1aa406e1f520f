import { setTimeout as sleep } from 'node:timers/promises';
import type { Log, PubSub, PubSubBinding } from '@skein/pubsub';
import type { LambdaContext } from './events.ts';

/** An invocation that runs into its timeout fails, and the gateway then ends the client's connection. */
const MARGIN_MS = 500;

/** Waits for every publish that the invocation began: Lambda freezes what is still under way when a handler answers. */
export const settlePublishes = async ({
  pubsub,
  context,
  log,
}: {
  readonly pubsub: PubSubBinding;
  readonly context: LambdaContext;
  readonly log: Log;
}): Promise<void> => {
  const stop = new AbortController();
  const late = sleep(Math.max(0, context.getRemainingTimeInMillis() - MARGIN_MS), 'late' as const, {
    signal: stop.signal,
  }).catch(() => 'late' as const);
  const failures = await Promise.race([pubsub.settle(), late]);
  stop.abort();
  if (failures === 'late') return log.error('publish_unsettled');
  for (const error of failures) log.error('publish_failed', { error });
};

/** `createPubSub` makes pubsubs that can be bound; an adopter's own may not be one. */
export const bindable = (pubsub: PubSub | null): (PubSub & PubSubBinding) | null =>
  pubsub !== null && 'bind' in pubsub && 'settle' in pubsub
    ? (pubsub as PubSub & PubSubBinding)
    : null;
