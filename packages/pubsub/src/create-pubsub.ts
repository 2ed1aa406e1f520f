import { decodeEnvelope } from './envelope.ts';
import type { EventEnvelope, EventTransport, PublishedEvent } from './event.ts';
import { type Log, silentLog } from './log.ts';
import { envelopeText, parsePayload } from './payload.ts';
import { PayloadError } from './payload-error.ts';
import type { PubSub, PubSubBinding } from './pubsub.ts';
import { type Interest, openSource } from './source.ts';
import { createStreams } from './streams.ts';
import type { AnyTopic, KeyValue } from './topic.ts';
import { undeclaredTopic } from './topic.ts';
import {
  matchingTopicKeys,
  payloadKeyValues,
  subscriptionKeyValues,
  topicKey,
} from './topic-key.ts';
import { logFiltersTo } from './with-filter.ts';

export interface CreatePubSubOptions {
  /** Topics with a schema or keys; labels that are not declared need none. @default none */
  readonly topics?: readonly AnyTopic[];
  /** Where failing filters are reported until a handler binds its own log. @default nowhere */
  readonly log?: Log;
}

/**
 * Makes the pubsub of an application. It streams events in memory until a handler binds it to a transport; inside
 * `describe` and `replay` its sources do what those ask for instead. Throws a TypeError where two topics share a label.
 */
export const createPubSub = ({
  topics = [],
  log = silentLog,
}: CreatePubSubOptions = {}): PubSub & PubSubBinding => {
  const declared = byLabel(topics);
  const streams = createStreams();
  const pending = createPending();
  let transport: EventTransport = streamInMemory(async (envelope) => {
    const received = await receive(envelope);
    if (!received.ok) throw badPayload(envelope.topic, received.reason);
    streams.emit(received.event);
  });
  logFiltersTo(log);

  const topicOf = (label: string): AnyTopic => declared.get(label) ?? undeclaredTopic(label);

  const receive: PubSubBinding['receive'] = async ({ topic: label, payload }) => {
    const parsed = await parsePayload(topicOf(label), payload);
    if (!parsed.ok) return parsed;
    const keyValues = payloadKeyValues(topicOf(label), parsed.payload);
    return { ok: true, event: { label, payload: parsed.payload, keyValues } };
  };

  const announce = async (target: AnyTopic | string, payload: unknown): Promise<void> => {
    const label = typeof target === 'string' ? target : registered(target, declared).label;
    const text = envelopeText(label, payload);
    const envelope = JSON.parse(text) as EventEnvelope;
    const parsed = await parsePayload(topicOf(label), envelope.payload);
    if (!parsed.ok) throw badPayload(label, parsed.reason);
    await transport.publish(envelope, text);
  };

  const openLabels = (labels: string | readonly string[]) => {
    const interests = (typeof labels === 'string' ? [labels] : labels).map((label) =>
      interest(topicOf(label), {}),
    );
    return openSource(interests, streams) as AsyncIterableIterator<never>;
  };

  return {
    topics,
    publish: (target: AnyTopic | string, payload?: unknown) =>
      pending.add(announce(target, payload)),
    subscribe: (target: AnyTopic, keys: Readonly<Record<string, KeyValue | undefined>> = {}) =>
      openSource(
        [interest(registered(target, declared), keys)],
        streams,
      ) as AsyncIterableIterator<never>,
    asyncIterator: openLabels,
    asyncIterableIterator: openLabels,
    bind: (binding) => {
      transport = binding.transport;
      logFiltersTo(binding.log);
    },
    settle: pending.settle,
    receive,
    matchingKeys: ({ label, keyValues }: PublishedEvent) =>
      matchingTopicKeys(topicOf(label), keyValues),
  };
};

const interest = (
  topic: AnyTopic,
  keys: Readonly<Record<string, KeyValue | undefined>>,
): Interest => {
  const values = subscriptionKeyValues(topic, keys);
  return { label: topic.label, values, key: topicKey(topic, values) };
};

const byLabel = (topics: readonly AnyTopic[]): ReadonlyMap<string, AnyTopic> => {
  const declared = new Map<string, AnyTopic>();
  for (const topic of topics) {
    if (declared.has(topic.label)) throw new TypeError(`Two topics are labelled ${topic.label}.`);
    declared.set(topic.label, topic);
  }
  return declared;
};

/** A topic with a schema or keys that the publisher does not know would be delivered by other rules than it was declared with. */
const registered = (topic: AnyTopic, declared: ReadonlyMap<string, AnyTopic>): AnyTopic => {
  if (declared.get(topic.label) === topic) return topic;
  if (!declared.has(topic.label) && topic.keys.length === 0 && topic.payload === null) return topic;
  throw new TypeError(
    `Topic ${topic.label} is not registered with this pubsub: createPubSub({ topics: [...] }) needs the same object.`,
  );
};

const badPayload = (label: string, reason: string) =>
  new PayloadError(`The payload of an event on ${label} does not fit its schema: ${reason}`);

// What travels is the text, in memory as over SNS: each event is read back from it.
const streamInMemory = (deliver: (envelope: EventEnvelope) => Promise<void>): EventTransport => ({
  publish: async (_envelope, text) => {
    const decoded = decodeEnvelope(text);
    if (decoded.ok) await deliver(decoded.envelope);
  },
});

/** Publishes that a handler must not outlive. */
const createPending = () => {
  const publishes = new Set<Promise<void>>();
  let failures: unknown[] = [];
  return {
    add: (publish: Promise<void>): Promise<void> => {
      const settled = publish.then(
        () => undefined,
        (error: unknown) => void failures.push(error),
      );
      publishes.add(settled);
      void settled.then(() => publishes.delete(settled));
      return publish;
    },
    settle: async (): Promise<readonly unknown[]> => {
      // One publish may cause another.
      while (publishes.size > 0) await Promise.all(publishes);
      const reported = failures;
      failures = [];
      return reported;
    },
  };
};
