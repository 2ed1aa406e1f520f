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
  readonly isRepeated: (subscriber: Subscriber) => boolean;
  readonly resultOf: (subscriber: Subscriber) => Promise<GroupResult>;
  readonly poster: Poster;
  readonly store: Pick<Store, 'dropSubscription'>;
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
  const result = await resultOf(subscriber);
  switch (result.kind) {
    case 'trouble':
      left.refused.subscribers.push(subscriber);
      return;
    case 'error':
      return end(options, subscriber, result.errors);
    case 'results':
      if (result.results.length === 0) tally.add('filtered');
      return postResults(options, subscriber, result.results);
  }
}

async function postResults(
  options: DeliverOptions,
  subscriber: Subscriber,
  results: readonly EncodedResult[],
): Promise<void> {
  const { nextText } = frames(subscriber.subprotocol);
  for (const { text, bytes } of results) {
    const overhead = Buffer.byteLength(nextText(subscriber.operationId, ''));
    const isTooLarge = bytes + overhead > MAX_MESSAGE_BYTES;
    const posted = isTooLarge
      ? 'too-large'
      : await options.poster.post(subscriber, nextText(subscriber.operationId, text));
    if (posted === 'too-large') return end(options, subscriber, [TOO_LARGE]);
    if (posted !== 'sent') return settle(options, subscriber, posted);
    options.tally.add('sent');
  }
}

/** Ends a subscription: its `error` first, so that its row stays to be tried again where that can't be posted. */
async function end(
  options: DeliverOptions,
  subscriber: Subscriber,
  errors: readonly FormattedError[],
): Promise<void> {
  const { poster, store, tally, log } = options;
  const { connectionId, operationId, subprotocol } = subscriber;
  const posted = await poster.post(subscriber, frames(subprotocol).error(operationId, errors));
  // An error over the limit is the application's text: the row goes all the same, or every event would repeat it.
  if (posted !== 'sent' && posted !== 'too-large') return settle(options, subscriber, posted);
  tally.add('failed');
  log.info('subscription_ended', { connectionId, operationId });
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
