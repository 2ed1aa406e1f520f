import { execute, type GraphQLSchema, subscribe } from 'graphql';
import {
  type ConnectionContext,
  type ExecuteFunction,
  type SubscribeFunction,
  SubscriptionServer,
} from 'subscriptions-transport-ws';
import type { WebSocketServer } from 'ws';
import { viewerOf } from './viewer.ts';

/** Serves the legacy subprotocol by subscriptions-transport-ws's own server. */
export function serveLegacy(sockets: WebSocketServer, schema: GraphQLSchema): void {
  // The original clients offer nothing, and this server closes them with 1002; this system lets them in.
  sockets.on('connection', (socket) => {
    if (socket.protocol !== 'graphql-ws') {
      Object.defineProperty(socket, 'protocol', { value: 'graphql-ws' });
    }
  });
  SubscriptionServer.create(
    {
      schema,
      // The library's types are of graphql 15: its functions may return more than these do.
      execute: execute as ExecuteFunction,
      subscribe: subscribe as SubscribeFunction,
      onConnect: (
        connectionParams: Readonly<Record<string, unknown>>,
        _socket: unknown,
        { request }: ConnectionContext,
      ) => ({ viewer: viewerOf(request, connectionParams) }),
    },
    sockets,
  );
}
