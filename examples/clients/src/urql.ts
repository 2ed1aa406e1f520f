// urql.ts
import {
  Client,
  cacheExchange,
  type ExecutionResult,
  fetchExchange,
  mapExchange,
  type Operation,
  subscriptionExchange,
} from '@urql/core';
import type { Endpoints } from './apollo.ts';
import { fetchWithToken } from './fetch-with-token.ts';
import { createSocket } from './socket.ts';

/** urql whose subscriptions go over the socket, and everything else over HTTP. */
export function createUrql({ url, socketUrl, ...options }: Endpoints) {
  const queries = new Map<number, Operation>();
  const socket = createSocket({
    ...options,
    url: socketUrl,
    refetch: () => {
      for (const query of queries.values()) {
        const context = { ...query.context, requestPolicy: 'network-only' as const };
        // Of those that a page has left, nothing is executed.
        client.reexecuteOperation(client.createRequestOperation('query', query, context));
      }
    },
  });
  const client = new Client({
    url,
    fetch: fetchWithToken(options.token),
    preferGetMethod: false,
    exchanges: [
      mapExchange({
        onOperation: (operation) => {
          if (operation.kind === 'query') queries.set(operation.key, operation);
        },
      }),
      cacheExchange,
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => {
            try {
              const unsubscribe = socket.subscribe(
                { query, variables: { ...variables } },
                { ...sink, next: (result) => sink.next(result as ExecutionResult) },
              );
              return { unsubscribe };
            } catch (error) {
              sink.error(error); // too large to be sent
              return { unsubscribe: () => undefined };
            }
          },
        }),
      }),
    ],
  });
  return { client, socket };
}
