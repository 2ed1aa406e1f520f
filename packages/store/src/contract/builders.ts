import type { NewConnection, NewSubscription, Store, Subscriber } from '../store.ts';
import { DEFAULT_CALLBACK_URL, type ManualClock } from './harness.ts';

/** The topic of every subscription that names none. */
export const TOPIC = 'event#POST_CREATED@0';

/** Makes the values that a store takes, all at the clock's present unless a test says otherwise. */
export function builders(clock: ManualClock) {
  const connectedAtMs = clock.nowMs();

  const aConnection = (fields: Partial<NewConnection> = {}): NewConnection => ({
    connectionId: 'L0SM9cOFvHcCIhw=',
    callbackUrl: DEFAULT_CALLBACK_URL,
    connectedAtMs,
    subprotocol: 'graphql-transport-ws',
    identity: null,
    stamp: { messageId: 'request-1', timeMs: connectedAtMs },
    ...fields,
  });

  const aSubscription = (fields: Partial<NewSubscription> = {}): NewSubscription => ({
    connectionId: 'L0SM9cOFvHcCIhw=',
    connectedAtMs,
    callbackUrl: DEFAULT_CALLBACK_URL,
    topics: [TOPIC],
    stamp: { messageId: 'subscribe-1', timeMs: clock.nowMs() },
    activeId: 'refuse',
    limit: 100,
    operationId: '1',
    subprotocol: 'graphql-transport-ws',
    query: 'subscription { postCreated { id } }',
    operationName: null,
    variables: null,
    deliverySession: null,
    expiresAt: null,
    ...fields,
  });

  const aCompletion = (
    fields: Partial<Parameters<Store['complete']>[0]> = {},
  ): Parameters<Store['complete']>[0] => ({
    connectionId: 'L0SM9cOFvHcCIhw=',
    connectedAtMs,
    operationId: '1',
    subprotocol: 'graphql-transport-ws',
    stamp: { messageId: 'complete-1', timeMs: clock.nowMs() },
    ...fields,
  });

  return { aConnection, aSubscription, aCompletion };
}

/** Reads every page of a topic. */
export async function allSubscribers(store: Store, topic = TOPIC): Promise<readonly Subscriber[]> {
  const found: Subscriber[] = [];
  for await (const page of store.subscribers(topic)) found.push(...page.subscribers);
  return found;
}

/** The operation ids that a topic delivers to, sorted. */
export async function deliveredIds(store: Store, topic = TOPIC): Promise<readonly string[]> {
  const found = await allSubscribers(store, topic);
  return found.map(({ operationId }) => operationId).sort();
}
