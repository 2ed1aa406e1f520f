import type { EventEnvelope, EventTransport, PublishedEvent } from './event.ts';
import type { Log } from './log.ts';
import type { DescribedKey } from './scope.ts';
import type { AnyTopic, KeyValues, Topic } from './topic.ts';

/** What resolvers hold: Apollo's `PubSub` and, for declared topics, typed forms of the same. */
export interface PubSub {
  /** Apollo's form: `publish('POST_CREATED', { postCreated: {...} })`; a label that is not declared has no schema. Without a payload subscribers get undefined. */
  publish(label: string, payload?: unknown): Promise<void>;
  /** Announces an event on a declared topic. Rejects with `PayloadError` when the payload fails its schema, is no JSON or makes a message over 256 KiB. */
  publish<Payload, Key extends string, Input>(
    topic: Topic<Payload, Key, Input>,
    payload: Input,
  ): Promise<void>;
  /** Ends the subscriptions to a label: of a source of several labels one is enough to end it. */
  complete(label: string): Promise<void>;
  /**
   * Ends the subscriptions that `subscribe(topic, keys)` with exactly these keys made: their clients get `complete`. A
   * source that is merged with others goes on; a generator runs on behind its loop, and what it yields there is delivered.
   * SNS is unordered: it may overtake an event that was published just before. Rejects with a TypeError for keys that
   * `subscribe` would refuse.
   */
  complete<Payload, Key extends string, Input>(
    topic: Topic<Payload, Key, Input>,
    keys?: KeyValues<NoInfer<Key>>,
  ): Promise<void>;
  /** The source of a subscription on one topic; `keys` narrow it to events whose payload fields equal them. Throws a TypeError for a key that is given but undefined or null. */
  subscribe<Payload, Key extends string, Input>(
    topic: Topic<Payload, Key, Input>,
    keys?: KeyValues<NoInfer<Key>>,
  ): AsyncIterableIterator<Payload>;
  /** Apollo's form: one label or several. */
  asyncIterator<Payload = unknown>(
    labels: string | readonly string[],
  ): AsyncIterableIterator<Payload>;
  /** The same, by its newer name. */
  asyncIterableIterator<Payload = unknown>(
    labels: string | readonly string[],
  ): AsyncIterableIterator<Payload>;
}

/** What handlers need of a pubsub beside resolvers. */
export interface PubSubBinding {
  readonly topics: readonly AnyTopic[];
  /** From now on `publish` goes to `transport`; until then events stream in memory. `log` replaces the one it has. */
  bind(options: { readonly transport: EventTransport; readonly log?: Log }): void;
  /** Resolves when every publish begun so far has settled, with the errors of those that failed since it was last asked: whoever awaited one has it too. */
  settle(): Promise<readonly unknown[]>;
  /** Turns an envelope into what subscribers get; `reason` names the fields that do not fit the payload's schema. Never rejects. */
  receive(
    envelope: EventEnvelope,
  ): Promise<
    | { readonly ok: true; readonly event: PublishedEvent }
    | { readonly ok: false; readonly reason: string }
  >;
  /** Every topic key that `event` matches: the plain one and one for each subset of its key values (8 at most); of a completion its own alone. */
  matchingKeys(event: PublishedEvent): readonly DescribedKey[];
}
