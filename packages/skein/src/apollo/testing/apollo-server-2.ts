import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { formatApolloErrors } from 'apollo-server-errors';
import { type ExecutionResult, execute, type GraphQLError, subscribe } from 'graphql';
import {
  type ExecuteFunction,
  type ExecutionParams,
  type SubscribeFunction,
  SubscriptionServer,
} from 'subscriptions-transport-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ApolloOptions } from '../apollo-options.ts';

/** Apollo Server 2, as far as its subscriptions go. */
export interface ApolloServer2 {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves options by subscriptions-transport-ws's server with what Apollo Server 2 puts into it: `installSubscriptionHandlers`
 * of apollo-server-core 2.26.2 (packages/apollo-server-core/src/ApolloServer.ts, lines 1008 to 1051; MIT). That version
 * itself runs on graphql 15 at most.
 */
export async function startApolloServer2(options: Partial<ApolloOptions>): Promise<ApolloServer2> {
  const { typeDefs = [], resolvers, formatError, debug = false, validationRules } = options;
  const subscriptions = typeof options.subscriptions === 'object' ? options.subscriptions : {};
  const { onConnect, onDisconnect, keepAlive } = subscriptions;
  const formatting = { debug, ...(formatError && { formatter: formatError as never }) };

  const http = createServer();
  // Later versions of `ws` hand over what the client offers; the server takes one by itself.
  const sockets = new WebSocketServer({ server: http });
  SubscriptionServer.create(
    {
      schema: makeExecutableSchema({ typeDefs: [typeDefs].flat(), resolvers }),
      execute: execute as ExecuteFunction,
      subscribe: subscribe as SubscribeFunction,
      onConnect: onConnect ? onConnect : (connectionParams: object) => ({ ...connectionParams }),
      ...(onDisconnect && { onDisconnect }),
      onOperation: async (message: { payload: unknown }, connection: ExecutionParams) => {
        connection.formatResponse = (value: ExecutionResult) => ({
          ...value,
          errors: value.errors && formatApolloErrors([...value.errors], formatting),
        });
        if (formatError) connection.formatError = formatError;

        let context: unknown = options.context ? options.context : { connection };
        try {
          context =
            typeof options.context === 'function'
              ? await options.context({ connection, payload: message.payload })
              : context;
        } catch (error) {
          throw formatApolloErrors([error as GraphQLError], formatting)[0];
        }
        return { ...connection, context };
      },
      ...(keepAlive !== undefined && { keepAlive }),
      ...(validationRules && { validationRules }),
    },
    sockets as never,
  );

  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}/`,
    close: async () => {
      // Its last hooks run when its sockets have closed.
      await Promise.all([...sockets.clients].map(terminated));
      sockets.close();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

function terminated(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
    socket.terminate();
  });
}
