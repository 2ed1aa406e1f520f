import { type FormattedError, frames } from '@skein/protocol';
import type { Log } from '@skein/pubsub';
import { MAX_MESSAGE_BYTES } from '@skein/sockets';
import type { Store, Subscriber } from '@skein/store';
import type { Budget } from './budget.ts';
import type { EncodedResult, GroupResult } from './execute-group.ts';
import type { Leftovers } from './leftovers.ts';
import { isExpired, type Posted, type Poster } from './poster.ts';
import type { Runtime } from './runtime.ts';
import type { Tally } from './tally.ts';

export interface DeliverOptions {
  /** When a completion was announced; null where the event is none. */
  readonly completedMs: number | null;
  readonly isRepeated: (subscriber: Subscriber) => boolean;
  readonly resultOf: (subscriber: Subscriber) => Promise<GroupResult>;
  readonly poster: Poster;
  readonly store: Pick<Store, 'subscription' | 'dropSubscription'>;
  readonly runtime: Pick<Runtime, 'nowMs'>;
  readonly budget: Budget;
  readonly tally: Tally;
  readonly left: Leftovers;
  /** Gets those whose connection is gone. */
  readonly gone: Subscriber[];
  readonly log: Log;
}

/** The error of a result that no message can carry. */
const TOO_LARGE: FormattedError = {
  message: `The result is over the limit of ${MAX_MESSAGE_BYTES} bytes for one message`,
};

/** Brings one subscriber what the event means to it. Never rejects: what fails concerns it alone, and is left to another try. */
export async function deliver(options: DeliverOptions, subscriber: Subscriber): Promise<void> {
  const { isRepeated, budget, left, log } = options;
  if (isRepeated(subscriber)) return;
  try {
    if (budget.leftMs() <= 0) await settle(options, subscriber, 'late');
    else await deliverOnce(options, subscriber);
  } catch (error) {
    const { connectionId, operationId } = subscriber;
    log.error('delivery_failed', { connectionId, operationId, error });
    left.refused.subscribers.push(subscriber);
  }
}

async function deliverOnce(options: DeliverOptions, subscriber: Subscriber): Promise<void> {
  const { resultOf, runtime, tally, left } = options;
  if (isExpired(subscriber, runtime.nowMs())) return settle(options, subscriber, 'expired');
  if (await beganLater(options, subscriber)) return;
  const result = await resultOf(subscriber);
  switch (result.kind) {
    case 'trouble':
      left.refused.subscribers.push(subscriber);
      return;
    case 'error':
      return fail(options, subscriber, result.errors);
    case 'results':
      if (result.results.length === 0 && !result.ended) tally.add('filtered');
      if (await postResults(options, subscriber, result.results)) {
        if (result.ended) await complete(options, subscriber);
      }
  }
}

/** Whether it began after the completion, which came late, or once more: what is new is not meant to end. 1 GetItem. */
async function beganLater(
  { completedMs, store }: DeliverOptions,
  { connectionId, operationId }: Subscriber,
): Promise<boolean> {
  if (completedMs === null) return false;
  const standing = await store.subscription(connectionId, operationId);
  return standing === null || standing.timeMs > completedMs;
}

/** Whether all were posted, so that the subscription goes on. */
async function postResults(
  options: DeliverOptions,
  subscriber: Subscriber,
  results: readonly EncodedResult[],
): Promise<boolean> {
  const { nextText } = frames(subscriber.subprotocol);
  for (const { text, bytes } of results) {
    const overhead = Buffer.byteLength(nextText(subscriber.operationId, ''));
    const isTooLarge = bytes + overhead > MAX_MESSAGE_BYTES;
    const posted = isTooLarge
      ? 'too-large'
      : await options.poster.post(subscriber, nextText(subscriber.operationId, text));
    if (posted === 'sent') {
      options.tally.add('sent');
      continue;
    }
    if (posted === 'too-large') await fail(options, subscriber, [TOO_LARGE]);
    else await settle(options, subscriber, posted);
    return false;
  }
  return true;
}

const fail = (
  options: DeliverOptions,
  subscriber: Subscriber,
  errors: readonly FormattedError[],
): Promise<void> => {
  const frame = frames(subscriber.subprotocol).error(subscriber.operationId, errors);
  return end(options, subscriber, { frame, as: 'failed' });
};

const complete = (options: DeliverOptions, subscriber: Subscriber): Promise<void> => {
  const frame = frames(subscriber.subprotocol).complete(subscriber.operationId);
  return end(options, subscriber, { frame, as: 'completed' });
};

/** Ends a subscription: its last frame first, so that its row stays to be tried again where that can't be posted. */
async function end(
  options: DeliverOptions,
  subscriber: Subscriber,
  { frame, as }: { readonly frame: string; readonly as: 'failed' | 'completed' },
): Promise<void> {
  const { poster, store, tally, log } = options;
  const { connectionId, operationId } = subscriber;
  const posted = await poster.post(subscriber, frame);
  // An error over the limit is the application's text: the row goes all the same, or every event would repeat it.
  if (posted !== 'sent' && posted !== 'too-large') return settle(options, subscriber, posted);
  tally.add(as);
  log.info('subscription_ended', { connectionId, operationId, as });
  await store.dropSubscription(subscriber).catch((error: unknown) => {
    log.warn('drop_failed', { connectionId, operationId, error });
  });
}

async function settle(
  { poster, tally, left, gone }: DeliverOptions,
  subscriber: Subscriber,
  posted: Exclude<Posted, 'sent' | 'too-large'>,
): Promise<void> {
  switch (posted) {
    case 'gone':
      tally.add('gone');
      gone.push(subscriber);
      return;
    case 'expired':
      tally.add('expired');
      return poster.close(subscriber);
    case 'late':
      left.late.subscribers.push(subscriber);
      return;
    case 'refused':
      left.refused.subscribers.push(subscriber);
      return;
  }
}
