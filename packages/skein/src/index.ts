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
export type {
  ApolloConnection,
  ApolloContextInput,
  ApolloRequest,
} from './apollo/apollo-context.ts';
export type { ApolloModule, ApolloOptions } from './apollo/apollo-options.ts';
export type { ApolloDataSource } from './apollo/data-sources.ts';
export { fromApollo } from './apollo/from-apollo.ts';
export { type App, type AppOptions, type DefaultDeliverySession, defineApp } from './define-app.ts';
