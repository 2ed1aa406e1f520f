export type {
  InboundApp,
  Limits,
  Operation,
  OperationType,
  RequestContextInput,
} from '@skein/inbound';
export type { Json, JsonObject } from '@skein/protocol';
export type { DeliverContextInput } from '@skein/publisher';
export {
  type AnyTopic,
  type EventEnvelope,
  type KeyValue,
  PayloadError,
  type PubSub,
  type Shards,
  type Topic,
  withFilter,
} from '@skein/pubsub';
export * from './access.ts';
export { type App, type AppOptions, type DefaultDeliverySession, defineApp } from './define-app.ts';
export { type ApolloContextInput, type ApolloOptions, fromApollo } from './from-apollo.ts';
