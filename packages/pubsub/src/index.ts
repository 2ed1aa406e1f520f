export { type CreatePubSubOptions, createPubSub } from './create-pubsub.ts';
export { type DescribeOptions, type Description, describe, type Refused } from './describe.ts';
export { type DecodedEnvelope, decodeEnvelope } from './envelope.ts';
export type {
  CompletionEvent,
  EventEnvelope,
  EventTransport,
  PayloadEvent,
  PublishedEvent,
} from './event.ts';
export { type Log, type LogFields, silentLog } from './log.ts';
export { MAX_EVENT_BYTES } from './payload.ts';
export { PayloadError } from './payload-error.ts';
export type { PubSub, PubSubBinding } from './pubsub.ts';
export { type Replayed, type ReplayOptions, ReplayTimeoutError, replay } from './replay.ts';
export type { DescribedKey } from './scope.ts';
export type { AnyTopic, KeyValue, KeyValues, Shards, Topic, TopicOptions } from './topic.ts';
export { topic } from './topic.ts';
export { shardTopic, shardTopics } from './topic-key.ts';
export { type FilterFn, type SubscribeFn, withFilter } from './with-filter.ts';
