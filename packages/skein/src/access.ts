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
  type ApolloConnectionContext,
  type ApolloSubscriptions,
  type ApolloWebSocket,
  apolloAccess,
  type ConnectionContext,
} from './apollo-access.ts';
export { type AccessOptions, defineAccess } from './define-access.ts';
