import { type DeclaredTopics, declareTopics } from './declared-topics.ts';
import { decodeEnvelope } from './envelope.ts';
import type { EventEnvelope, EventTransport, PublishedEvent } from './event.ts';
import { logFiltersOf, logOtherFiltersTo } from './filter-log.ts';
import { type Log, silentLog } from './log.ts';
import { envelopeText, type Parsed, parsePayload } from './payload.ts';
import { PayloadError } from './payload-error.ts';
import { createPendingPublishes } from './pending-publishes.ts';
import type { PubSub, PubSubBinding } from './pubsub.ts';
import { type Interest, openSource } from './source.ts';
import { createStreams } from './streams.ts';
import type { AnyTopic } from './topic.ts';
import {
  describeValue,
  type GivenKeys,
  matchingTopicKeys,
  payloadKeyValues,
  subscriptionKeyValues,
  topicKey,
} from './topic-key.ts';

/** What a pubsub is made with. */
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
  log: initialLog = silentLog,
}: CreatePubSubOptions = {}): PubSub & PubSubBinding => {
  const declared = declareTopics(topics);
  const streams = createStreams();
  const pending = createPendingPublishes();
  let transport: EventTransport = streamInMemory(async (envelope) => {
    const received = await receive(envelope);
    if (!received.ok) throw badPayload(envelope.topic, received);
    streams.emit(received.event);
  });
  let log = initialLog;
  const currentLog = () => log;
  if (log !== silentLog) logOtherFiltersTo(currentLog);

  const receive: PubSubBinding['receive'] = async ({ topic: label, payload, complete }) => {
    const topic = declared.of(label);
    if (complete !== undefined) return completion(topic, complete);
    const parsed = await parsePayload(topic, payload);
    if (!parsed.ok) return parsed;
    const keyValues = payloadKeyValues(topic, parsed.payload);
    return { ok: true, event: { kind: 'payload', label, payload: parsed.payload, keyValues } };
  };

  const announce = async (target: AnyTopic | string, payload: unknown): Promise<void> => {
    const { label } = topicOf(target, declared);
    const text = envelopeText(label, payload);
    const envelope = JSON.parse(text) as EventEnvelope;
    const parsed = await parsePayload(declared.of(label), envelope.payload);
    if (!parsed.ok) throw badPayload(label, parsed);
    await transport.publish(envelope, text);
  };

  const announceEnd = async (target: AnyTopic | string, keys: GivenKeys | undefined) => {
    const topic = topicOf(target, declared);
    const complete = Object.fromEntries(subscriptionKeyValues(topic, keys));
    const envelope: EventEnvelope = { topic: topic.label, complete };
    await transport.publish(envelope, JSON.stringify(envelope));
  };

  const open = (interests: readonly Interest[]) =>
    logFiltersOf(openSource(interests, streams), currentLog) as AsyncIterableIterator<never>;

  const openLabels = (labels: string | readonly string[]) =>
    open(labelList(labels).map((label) => interest(declared.of(label), {})));

  return {
    topics,
    publish: (target: AnyTopic | string, payload?: unknown) =>
      pending.add(announce(target, payload)),
    complete: (target: AnyTopic | string, ...given: readonly [keys?: GivenKeys]) =>
      pending.add(announceEnd(target, keysOf(given))),
    subscribe: (target: AnyTopic, ...given: readonly [keys?: GivenKeys]) =>
      open([interest(topicOf(target, declared), keysOf(given))]),
    asyncIterator: openLabels,
    asyncIterableIterator: openLabels,
    bind: (binding) => {
      transport = binding.transport;
      log = binding.log ?? log;
      logOtherFiltersTo(currentLog);
    },
    settle: pending.settle,
    receive,
    matchingKeys: ({ kind, label, keyValues }: PublishedEvent) => {
      const topic = declared.of(label);
      return kind === 'completion'
        ? [topicKey(topic, keyValues)]
        : matchingTopicKeys(topic, keyValues);
    },
  };
};

const topicOf = (target: AnyTopic | string, declared: DeclaredTopics): AnyTopic => {
  if (typeof target === 'string') return declared.of(target);
  if (typeof target?.label !== 'string')
    throw new TypeError(`Expected a topic or a label, but ${describeValue(target)} came.`);
  declared.assertRegistered(target);
  return target;
};

/** Keys that are given but undefined are a mistake, not "every event". */
const keysOf = (given: readonly [keys?: GivenKeys]): GivenKeys | undefined =>
  given.length === 0 ? {} : given[0];

const completion = (
  topic: AnyTopic,
  keys: GivenKeys,
): Awaited<ReturnType<PubSubBinding['receive']>> => {
  try {
    const keyValues = subscriptionKeyValues(topic, keys);
    return { ok: true, event: { kind: 'completion', label: topic.label, keyValues } };
  } catch (error) {
    // What a producer gave is no mistake of this code; anything else is.
    if (!(error instanceof TypeError)) throw error;
    return { ok: false, reason: error.message };
  }
};

const interest = (topic: AnyTopic, keys: GivenKeys | undefined): Interest => {
  const values = subscriptionKeyValues(topic, keys);
  return { label: topic.label, values, key: topicKey(topic, values) };
};

const labelList = (labels: string | readonly string[]): readonly string[] => {
  const list = typeof labels === 'string' ? [labels] : labels;
  if (Array.isArray(list)) return list;
  throw new TypeError(`A source needs a label or a list of labels, but ${typeof labels} came.`);
};

const badPayload = (label: string, { reason, ...options }: Extract<Parsed, { ok: false }>) =>
  new PayloadError(
    `The payload of an event on ${label} does not fit its schema: ${reason}`,
    options,
  );

// What travels is the text, in memory as over SNS: each event is read back from it.
const streamInMemory = (deliver: (envelope: EventEnvelope) => Promise<void>): EventTransport => ({
  publish: async (_envelope, text) => {
    const decoded = decodeEnvelope(text);
    if (decoded.ok) await deliver(decoded.envelope);
  },
});
