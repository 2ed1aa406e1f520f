import { ApolloClient, InMemoryCache } from '@apollo/client-3/core/index.js';
import { WebSocketLink } from '@apollo/client-3/link/ws/index.js';
import { parse } from 'graphql';
import type { ClientLibrary } from './client.ts';
import { describeError } from './describe-error.ts';
import { isMutation } from './is-mutation.ts';
import { openLegacySocket } from './legacy-socket.ts';
import { createResultQueue } from './result-queue.ts';

/**
 * Apollo Client 3 with WebSocketLink over subscriptions-transport-ws, made with an empty list of subprotocols: the way
 * in which the first servers of this kind had to be called. It offers nothing.
 */
export const apolloClient3: ClientLibrary = {
  name: 'Apollo Client 3',
  afterRefusal: 'comes again',
  open: ({ url, connectionParams = {} }) => {
    const { client: socket, refused } = openLegacySocket({ url, connectionParams, protocols: [] });
    const client = new ApolloClient({
      link: new WebSocketLink(socket),
      cache: new InMemoryCache(),
    });
    return {
      subscribe: ({ query, variables = {} }) => {
        const queue = createResultQueue();
        const subscription = client
          .subscribe<Record<string, unknown>>({ query: parse(query), variables })
          .subscribe({
            next: ({ data, errors }) => queue.next({ data, errors }),
            error: (error) => queue.fail(describeError(error)),
            complete: queue.complete,
          });
        return queue.subscription(() => subscription.unsubscribe());
      },
      execute: async ({ query, variables = {} }) => {
        const document = parse(query);
        const { data } = isMutation(document)
          ? await client.mutate<Record<string, unknown>>({ mutation: document, variables })
          : await client.query<Record<string, unknown>>({ query: document, variables });
        return { data };
      },
      refused,
      close: () => {
        client.stop();
        socket.close();
      },
    };
  },
};
