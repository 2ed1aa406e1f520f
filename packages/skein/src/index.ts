export type { OnError } from '@skein/execution';
export type {
  InboundApp,
  Limits,
  Operation,
  OperationType,
  RequestContextInput,
} from '@skein/inbound';
export type { FormattedError, Json, JsonObject, Subprotocol } from '@skein/protocol';
export type { DeliverContextInput, ParkedEvent, ParkReason, PublisherApp } from '@skein/publisher';
export {
  type AnyTopic,
  type CompletionEvent,
  type CreatePubSubOptions,
  type DescribedKey,
  type EventEnvelope,
  type EventTransport,
  type FilterFn,
  type KeyValue,
  type KeyValues,
  type Log,
  type LogFields,
  PayloadError,
  type PayloadEvent,
  type PublishedEvent,
  type PubSub,
  type PubSubBinding,
  type Shards,
  type SubscribeFn,
  type Topic,
  type TopicOptions,
  withFilter,
} from '@skein/pubsub';
export * from './access.ts';
export type {
  ApolloConnection,
  ApolloContextInput,
  ApolloRequest,
} from './apollo/apollo-context.ts';
export type {
  ApolloIgnoredOption,
  ApolloModule,
  ApolloOptions,
  ApolloRefusedOption,
  ApolloSkeinOptions,
  ApolloTypeDefs,
} from './apollo/apollo-options.ts';
export type { ApolloDataSource } from './apollo/data-sources.ts';
export { fromApollo } from './apollo/from-apollo.ts';
export { type App, type AppOptions, type DefaultDeliverySession, defineApp } from './define-app.ts';
export { type SubscriptionField, subscriptionField } from './subscription-field.ts';
