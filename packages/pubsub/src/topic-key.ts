import { createHash } from 'node:crypto';
import type { DescribedKey } from './scope.ts';
import type { AnyTopic, KeyValue } from './topic.ts';

/** Longer labels, names and values are hashed: nothing is truncated, and a key stays far below DynamoDB's 2,048 bytes. */
const MAX_LABEL_BYTES = 128;
const MAX_NAME_BYTES = 64;
const MAX_VALUE_BYTES = 64;

/** Event keys begin with `event#`, viewer keys with `viewer#`, so that they can't meet. */
const EVENT_PREFIX = 'event#';

/** The one string form that key values are compared in: `42` and `"42"` agree. Null where it is no key value. */
export const normaliseKeyValue = (value: unknown): string | null => {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return Number.isFinite(value) ? String(value) : null;
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : null;
  }
};

/** What a subscription gives as keys, before anything is known of it. */
export type GivenKeys = Readonly<Record<string, KeyValue | undefined>>;

/**
 * Checks the keys that a subscription gives and normalises them, in declared order. A key that is present has a value:
 * `{ to: viewer?.id }` must never widen a subscription to everybody's events, so undefined and null throw a TypeError.
 */
export const subscriptionKeyValues = (
  { label, keys }: AnyTopic,
  given: GivenKeys | null | undefined,
): ReadonlyMap<string, string> => {
  if (typeof given !== 'object' || given === null)
    throw new TypeError(
      `The keys of a subscription to ${label} are an object, but ${describeValue(given)} came. To get every event, leave them out.`,
    );
  const unknown = Object.keys(given).find((key) => !keys.includes(key));
  if (unknown !== undefined)
    throw new TypeError(
      `Topic ${label} has no key "${unknown}"; it declares ${keys.length === 0 ? 'none' : keys.join(', ')}.`,
    );
  const values = new Map<string, string>();
  for (const key of keys) {
    if (!Object.hasOwn(given, key)) continue;
    const value = normaliseKeyValue(given[key]);
    if (value === null)
      throw new TypeError(
        `Key "${key}" of topic ${label} needs a string, number, bigint or boolean, but ${describeValue(given[key])} came. To get every event, leave the key out.`,
      );
    values.set(key, value);
  }
  return values;
};

/** The declared keys that a payload has a value for. Null and missing fields are no value: only subscriptions that don't give that key match. */
export const payloadKeyValues = (
  { keys }: AnyTopic,
  payload: unknown,
): ReadonlyMap<string, string> => {
  const values = new Map<string, string>();
  if (typeof payload !== 'object' || payload === null) return values;
  for (const key of keys) {
    const value = normaliseKeyValue(Reflect.get(payload, key));
    if (value !== null) values.set(key, value);
  }
  return values;
};

/** Whether two sets of key values are the same. */
export const equalKeyValues = (
  one: ReadonlyMap<string, string>,
  other: ReadonlyMap<string, string>,
): boolean => one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);

/** The key of a topic and some of its values. Distinct pairs never collide: every part is escaped, and hashes have their own mark. */
export const topicKey = (
  { label, shards }: AnyTopic,
  values: ReadonlyMap<string, string>,
): DescribedKey => {
  const parts = [...values].map(([key, value]) => keyPart(key, value));
  return {
    key:
      EVENT_PREFIX +
      namePart(label, MAX_LABEL_BYTES) +
      (parts.length > 0 ? `?${parts.join('&')}` : ''),
    shards,
  };
};

/** Every key that an event with these values matches: one for each subset of them, 8 at most. */
export const matchingTopicKeys = (
  topic: AnyTopic,
  values: ReadonlyMap<string, string>,
): readonly DescribedKey[] => {
  let subsets: (readonly (readonly [string, string])[])[] = [[]];
  for (const entry of values) subsets = subsets.concat(subsets.map((subset) => [...subset, entry]));
  return subsets.map((subset) => topicKey(topic, new Map(subset)));
};

/** The index key under which a connection's subscription is stored. */
export const shardTopic = ({ key, shards }: DescribedKey, connectionId: string): string =>
  `${key}@${shardOf(connectionId, shards.write)}`;

/** Every index key under which subscriptions of that key may be stored. */
export const shardTopics = ({ key, shards }: DescribedKey): readonly string[] =>
  Array.from({ length: shards.read }, (_, shard) => `${key}@${shard}`);

// Ids of connections made together share their first characters, so the whole id is hashed.
const shardOf = (connectionId: string, count: number): number =>
  createHash('sha256').update(connectionId).digest().readUInt32BE(0) % count;

const namePart = (name: string, maxBytes: number): string =>
  fits(name, maxBytes) ? encodeURIComponent(name) : `:${digest(name)}`;

const keyPart = (key: string, value: string): string =>
  fits(value, MAX_VALUE_BYTES)
    ? `${namePart(key, MAX_NAME_BYTES)}=${encodeURIComponent(value)}`
    : `${namePart(key, MAX_NAME_BYTES)}:${digest(value)}`;

// encodeURIComponent refuses lone surrogates.
const fits = (text: string, maxBytes: number): boolean =>
  text.isWellFormed() && Buffer.byteLength(text) <= maxBytes;

// UTF-16, because UTF-8 would map every lone surrogate to the same bytes.
const digest = (text: string): string =>
  createHash('sha256').update(Buffer.from(text, 'utf16le')).digest('base64url');

export const describeValue = (value: unknown): string =>
  value === undefined ? 'undefined' : value === null ? 'null' : typeof value;
