import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { connectionTtl } from '../lifetimes.ts';
import { operationIdOf, operationRowId, topicRowId } from '../row-id.ts';
import type { NewSubscription, Subscriber, TextReference } from '../store.ts';
import { binary, type Item, number, readHash, readNumber, readText, text } from './attributes.ts';
import { VERSION_ATTRIBUTE } from './format-version.ts';
import { readSubprotocol, subprotocolAttribute } from './subprotocol-attribute.ts';

const NULL_JSON = 'null';

/** The references of a subscription to its texts. */
export interface SubscriptionTexts {
  readonly documentHash: string;
  readonly variables: TextReference;
  readonly deliverySession: TextReference;
}

/** Writes the rows of a subscription: the operation's own with its first topic, and one for each further topic. */
export function encodeSubscription(
  subscription: NewSubscription,
  texts: SubscriptionTexts,
  defaultCallbackUrl: string | null,
): { readonly operation: Item; readonly furtherTopics: readonly Item[] } {
  const { connectionId, operationId, topics, stamp } = subscription;
  const attributes = encodeAttributes(subscription, texts, defaultCallbackUrl);
  const [operation, ...furtherTopics] = topics.map((topic, n) => ({
    connectionId: text(connectionId),
    id: text(n === 0 ? operationRowId(operationId) : topicRowId(stamp.messageId, n, operationId)),
    topic: text(topic),
    ...attributes,
  }));
  if (operation === undefined) throw new TypeError('A subscription has at least one topic');
  return { operation, furtherTopics };
}

function encodeAttributes(
  subscription: NewSubscription,
  { documentHash, variables, deliverySession }: SubscriptionTexts,
  defaultCallbackUrl: string | null,
): Item {
  const { subprotocol, operationName, expiresAt, callbackUrl, topics, stamp } = subscription;
  return {
    ttl: number(connectionTtl(subscription.connectedAtMs)),
    v: VERSION_ATTRIBUTE,
    m: text(stamp.messageId),
    t: number(stamp.timeMs),
    d: binary(Buffer.from(documentHash, 'base64url')),
    ...(subprotocol === 'graphql-ws' && { p: subprotocolAttribute(subprotocol) }),
    ...(operationName !== null && { o: text(operationName) }),
    ...encodeReference('a', variables),
    ...encodeReference('s', deliverySession),
    ...(expiresAt !== null && { e: number(expiresAt) }),
    ...(topics.length > 1 && { n: number(topics.length) }),
    ...(callbackUrl !== defaultCallbackUrl && { c: text(callbackUrl) }),
  };
}

function encodeReference(name: string, reference: TextReference): Record<string, AttributeValue> {
  if ('hash' in reference) return { [name]: binary(Buffer.from(reference.hash, 'base64url')) };
  return reference.json === NULL_JSON ? {} : { [name]: text(reference.json) };
}

/** Reads a subscription's row from table or index; null where it is another kind of row. */
export function decodeSubscription(item: Item): Subscriber | null {
  const connectionId = readText(item, 'connectionId');
  const rowId = readText(item, 'id');
  const messageId = readText(item, 'm');
  const documentHash = readHash(item, 'd');
  if (connectionId === null || rowId === null || messageId === null) return null;
  const operationId = operationIdOf(rowId, messageId);
  // Without a document it is a tombstone.
  if (operationId === null || documentHash === null) return null;
  return {
    connectionId,
    operationId,
    rowId,
    messageId,
    subprotocol: readSubprotocol(item),
    documentHash,
    operationName: readText(item, 'o'),
    variables: decodeReference(item, 'a'),
    deliverySession: decodeReference(item, 's'),
    expiresAt: readNumber(item, 'e'),
    callbackUrl: readText(item, 'c'),
    topicCount: readNumber(item, 'n') ?? 1,
  };
}

/** The operation of a subscription's own row; null of further topics and of every other kind. */
export function ownOperationId(item: Item): string | null {
  const subscription = decodeSubscription(item);
  if (subscription === null) return null;
  const { operationId, rowId } = subscription;
  return rowId === operationRowId(operationId) ? operationId : null;
}

function decodeReference(item: Item, name: string): TextReference {
  const hash = readHash(item, name);
  return hash === null ? { json: readText(item, name) ?? NULL_JSON } : { hash };
}
