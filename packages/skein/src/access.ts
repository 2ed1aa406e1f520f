export type {
  Access,
  AccessRequest,
  Authenticate,
  Authenticated,
  AuthenticateInput,
  TokenSource,
} from '@skein/inbound/access';
export { createPubSub, topic } from '@skein/pubsub';
export {
  type ApolloAccessOptions,
  type ApolloSubscriptions,
  apolloAccess,
  type ConnectionContext,
} from './apollo/apollo-access.ts';
export type {
  ApolloConnectionContext,
  ApolloUpgradeRequest,
  ApolloWebSocket,
} from './apollo/apollo-socket.ts';
export { type AccessOptions, defineAccess } from './define-access.ts';
