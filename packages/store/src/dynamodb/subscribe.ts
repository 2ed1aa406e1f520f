import { assertSubscriptionFits } from '../row-size.ts';
import type { NewSubscription, SubscribeOutcome, TextReference } from '../store.ts';
import { StoreError } from '../store-error.ts';
import { type ReferredText, referSession, referVariables } from '../text-reference.ts';
import { type Item, number, readNumber, text } from './attributes.ts';
import { completedMark, readCompletedMs } from './completed-mark.ts';
import { type Adapter, getLive } from './live-rows.ts';
import { claimPlace } from './operation-set.ts';
import { deleteFurtherTopics, sweepFurtherTopics } from './partition.ts';
import { operationKey } from './row-keys.ts';
import { decodeSubscription, encodeSubscription } from './subscription-row.ts';
import type { Condition } from './table.ts';
import type { Texts } from './texts.ts';

/** How often a row may vanish between the refusal and the look at it, before that is trouble. */
const MAX_ROUNDS = 5;

/**
 * Under the id may stand nothing, an expired row (as good as nothing), this message's own row (a repeated write), a
 * tombstone, or another message's subscription (active). A tombstone of the same time or later is a `complete` of this
 * very subscription, obeyed. An older one ended an earlier use of the id, which may still come: it makes way once the row
 * bears its mark.
 */
const MAKES_WAY = 'attribute_not_exists(id) OR #ttl <= :now OR m = :message';
const MAKES_WAY_MARKED = `${MAKES_WAY} OR (attribute_not_exists(d) AND t <= :completed)`;

/**
 * On the legacy subprotocol an older tombstone makes way at once, and an active subscription too, unless it is newer:
 * then this one is replaced already.
 */
const MAKES_WAY_OR_IS_REPLACED = `${MAKES_WAY} OR (attribute_not_exists(d) AND t < :time) OR (attribute_exists(d) AND t <= :time)`;

/** A row may have gone, or be another message's by now: both stay as they are. */
const IS_OWN = 'm = :message';

export interface SubscribeDependencies {
  readonly adapter: Adapter;
  readonly texts: Texts;
  readonly defaultCallbackUrl: string | null;
}

/**
 * Stores a subscription. Texts come before the rows that name them, and further topics before the operation's row, so
 * that a `complete`, which deletes by that row, never leaves some behind. The place in the connection's set comes last:
 * a disconnect deletes the connection first and then what it finds, so whichever comes last sees the other.
 */
export async function subscribe(
  dependencies: SubscribeDependencies,
  subscription: NewSubscription,
): Promise<SubscribeOutcome> {
  const { adapter, defaultCallbackUrl } = dependencies;
  assertSubscriptionFits(subscription, defaultCallbackUrl);
  if (subscription.limit < 1) return 'limit';
  const references = await confirmTexts(dependencies.texts, subscription);
  const rows = encodeSubscription(subscription, references, defaultCallbackUrl);
  try {
    await adapter.table.write(
      rows.furtherTopics.map((row) => ({ PutRequest: { Item: { ...row } } })),
    );
    const refusal = await putOperation(adapter, subscription, rows.operation);
    if (refusal !== null) {
      await takeBackTopics(adapter, subscription);
      return refusal;
    }
    const outcome = await claimPlace(adapter, subscription);
    if (outcome === 'held') return 'stored';
    await takeBack(adapter, subscription);
    return outcome;
  } catch (error) {
    await takeBack(adapter, subscription).catch((cause: unknown) => {
      const { connectionId, operationId } = subscription;
      adapter.log.warn('subscription-left', { connectionId, operationId, error: String(cause) });
    });
    throw error;
  }
}

async function confirmTexts(texts: Texts, subscription: NewSubscription) {
  const { query, variables, deliverySession, stamp } = subscription;
  const confirmed = async (
    kind: 'variables' | 'session',
    { reference, stored }: ReferredText,
  ): Promise<TextReference> => {
    if (stored !== null) await texts.confirm(kind, stored, stamp);
    return reference;
  };
  const [documentHash, variablesReference, sessionReference] = await Promise.all([
    texts.confirm('document', query, stamp),
    confirmed('variables', referVariables(variables)),
    confirmed('session', referSession(deliverySession)),
  ]);
  return { documentHash, variables: variablesReference, deliverySession: sessionReference };
}

async function putOperation(
  adapter: Adapter,
  subscription: NewSubscription,
  row: Item,
): Promise<'active' | 'completed' | null> {
  const key = operationKey(subscription.connectionId, subscription.operationId);
  let completedMs: number | null = null;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const marked = { ...row, ...completedMark(completedMs) };
    const written = await adapter.table.put(marked, makesWay(adapter, subscription, completedMs));
    if (written.ok) {
      await removeReplaced(adapter, subscription, written);
      return null;
    }
    const standing = await getLive(adapter, key);
    const refusal = standing && refusalBy(standing, subscription);
    if (refusal) return refusal;
    // What does not refuse is an older tombstone, or has gone since.
    completedMs = standing && (readNumber(standing, 't') ?? 0);
  }
  throw new StoreError(
    `The row of a subscription changed ${MAX_ROUNDS} times while it was written`,
  );
}

function makesWay(
  adapter: Adapter,
  { activeId, stamp }: NewSubscription,
  completedMs: number | null,
): Condition {
  const values = {
    ':now': number(Math.floor(adapter.clock.nowMs() / 1000)),
    ':message': text(stamp.messageId),
  };
  const names = { '#ttl': 'ttl' };
  if (activeId === 'replace') {
    const time = { ':time': number(stamp.timeMs) };
    return { expression: MAKES_WAY_OR_IS_REPLACED, names, values: { ...values, ...time } };
  }
  if (completedMs === null) return { expression: MAKES_WAY, names, values };
  const completed = { ':completed': number(completedMs) };
  return { expression: MAKES_WAY_MARKED, names, values: { ...values, ...completed } };
}

/** Why the row under the id does not make way; null where it does. */
function refusalBy(row: Item, { activeId, stamp }: NewSubscription): 'active' | 'completed' | null {
  const timeMs = readNumber(row, 't') ?? 0;
  if (decodeSubscription(row) === null) return timeMs >= stamp.timeMs ? 'completed' : null;
  if (activeId === 'replace') return timeMs > stamp.timeMs ? 'completed' : null;
  return (readCompletedMs(row) ?? 0) >= stamp.timeMs ? 'completed' : 'active';
}

/** The further topics of a replaced subscription have keys of their own, which nothing overwrites. */
async function removeReplaced(
  adapter: Adapter,
  { connectionId, operationId, activeId, stamp }: NewSubscription,
  { old, repeated }: { readonly old: Item | null; readonly repeated: boolean },
): Promise<void> {
  const { messageId, timeMs } = stamp;
  if (activeId === 'refuse') return;
  if (repeated) {
    const earlier = { connectionId, operationId, timeMs, exceptMessageId: messageId };
    return sweepFurtherTopics(adapter.table, earlier);
  }
  const replaced = old && decodeSubscription(old);
  if (replaced === null || replaced.messageId === messageId) return;
  await deleteFurtherTopics(adapter.table, replaced);
}

async function takeBack(adapter: Adapter, subscription: NewSubscription): Promise<void> {
  const { connectionId, operationId, stamp } = subscription;
  await adapter.table.delete(operationKey(connectionId, operationId), {
    expression: IS_OWN,
    values: { ':message': text(stamp.messageId) },
  });
  await takeBackTopics(adapter, subscription);
}

async function takeBackTopics(adapter: Adapter, subscription: NewSubscription): Promise<void> {
  const { connectionId, operationId, topics, stamp } = subscription;
  const { messageId } = stamp;
  const own = { connectionId, operationId, messageId, topicCount: topics.length };
  await deleteFurtherTopics(adapter.table, own);
}
