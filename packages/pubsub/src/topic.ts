import type { StandardSchemaV1 } from '@standard-schema/spec';

/** Over how many index keys the subscriptions of one topic key are spread; `read` may exceed `write` while `write` is lowered. */
export interface Shards {
  readonly read: number;
  readonly write: number;
}

/** What producers publish to and subscriptions listen on. `Payload` is what subscribers get, `Input` what `publish` takes. */
export interface Topic<Payload, Key extends string = never, Input = Payload> {
  /** Apollo's "event label". */
  readonly label: string;
  /** Up to 3 payload fields that a subscription can filter by equality. */
  readonly keys: readonly Key[];
  readonly shards: Shards;
  /** The schema of its payload; null where it has a type alone. */
  readonly payload: StandardSchemaV1<Input, Payload> | null;
}

/** A topic of any types, as `createPubSub` and the cores hold it. */
// biome-ignore lint/suspicious/noExplicitAny: Topic is invariant in its payload; only `any` holds every instance.
export type AnyTopic = Topic<any, any, any>;

/** A value that can be part of a topic key. `42` and `"42"` are the same key. */
export type KeyValue = string | number | bigint | boolean;

/** What a subscription may be narrowed to: any of the topic's keys, and nothing where it has none. */
export type KeyValues<Key extends string> = [Key] extends [never]
  ? Readonly<Record<string, never>>
  : { readonly [K in Key]?: KeyValue };

/** How many payload fields of a topic can be filtered by equality: an event then matches 8 keys at most. */
const MAX_TOPIC_KEYS = 3;

/** Without keys every subscription of a topic shares one key, so it is spread; with keys each value has its own. */
const DEFAULT_SHARDS = { plain: 4, keyed: 1 } as const;

/** DynamoDB's index key has room for more, but a publish reads every shard. */
const MAX_SHARDS = 100;

/** How the subscriptions of a topic are found. */
export interface TopicOptions<Key extends string> {
  /** Payload fields that a subscription can filter by equality. @default none */
  readonly keys?: readonly Key[];
  /** @default 4 of each without keys, 1 with */
  readonly shards?: Shards;
}

/**
 * Declares a topic: its label, the schema of its payload (any Standard Schema) or its type alone, and its keys.
 * Throws a TypeError for more than 3 keys, a repeated or empty one, or shards that are no whole numbers from 1 to 100
 * with `read >= write`.
 */
export function topic<Payload>(label: string, options?: TopicOptions<never>): Topic<Payload>;
export function topic<Payload, Key extends keyof Payload & string>(
  label: string,
  options: TopicOptions<Key>,
): Topic<Payload, Key>;
export function topic<Input, Payload, const Key extends keyof Payload & string = never>(
  label: string,
  options: TopicOptions<Key> & { readonly payload: StandardSchemaV1<Input, Payload> },
): Topic<Payload, Key, Input>;
export function topic(
  label: string,
  options: TopicOptions<string> & { readonly payload?: StandardSchemaV1 } = {},
): AnyTopic {
  const { keys = [], payload = null } = options;
  const spread = keys.length === 0 ? DEFAULT_SHARDS.plain : DEFAULT_SHARDS.keyed;
  const { shards = { read: spread, write: spread } } = options;
  assertLabel(label);
  assertKeys(label, keys);
  assertShards(label, shards);
  return { label, keys: [...keys], shards: { read: shards.read, write: shards.write }, payload };
}

/** A label that is not declared: an ordinary event on its plain key. */
export const undeclaredTopic = (label: string): AnyTopic => topic<unknown>(label);

function assertLabel(label: unknown): asserts label is string {
  if (typeof label === 'string' && label !== '') return;
  throw new TypeError(`A topic's label is a non-empty string, but ${String(label)} came.`);
}

const assertKeys = (label: string, keys: readonly string[]): void => {
  if (keys.length > MAX_TOPIC_KEYS)
    throw new TypeError(
      `Topic ${label} declares ${keys.length} keys; ${MAX_TOPIC_KEYS} is the most.`,
    );
  if (keys.some((key) => typeof key !== 'string' || key === ''))
    throw new TypeError(`Topic ${label} declares a key that is no non-empty string.`);
  if (new Set(keys).size !== keys.length)
    throw new TypeError(`Topic ${label} declares a key twice: ${keys.join(', ')}.`);
};

const assertShards = (label: string, { read, write }: Shards): void => {
  const whole = [read, write].every((n) => Number.isInteger(n) && n >= 1 && n <= MAX_SHARDS);
  if (whole && read >= write) return;
  throw new TypeError(
    `Topic ${label} declares shards { read: ${read}, write: ${write} }; both are whole numbers from 1 to ${MAX_SHARDS}, and read is at least write.`,
  );
};
