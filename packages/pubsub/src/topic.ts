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
  readonly payload: StandardSchemaV1<Input, Payload> | null;
}

/** A topic of any types, as `createPubSub` and the cores hold it. */
// biome-ignore lint/suspicious/noExplicitAny: Topic is invariant in its payload; only `any` holds every instance.
export type AnyTopic = Topic<any, any, any>;

/** A value that can be part of a topic key. `42` and `"42"` are the same key. */
export type KeyValue = string | number | bigint | boolean;

export type KeyValues<Key extends string> = { readonly [K in Key]?: KeyValue };
