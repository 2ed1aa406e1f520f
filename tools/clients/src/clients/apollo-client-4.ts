import { ApolloClient, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { parse } from 'graphql';
import { createClient } from 'graphql-ws';
import type { ClientLibrary } from './client.ts';
import { describeError } from './describe-error.ts';
import { isMutation } from './is-mutation.ts';
import { createResultQueue } from './result-queue.ts';

/** Apollo Client 4 with GraphQLWsLink for every operation, on Node's own WebSocket. */
export const apolloClient4: ClientLibrary = {
  name: 'Apollo Client 4',
  afterRefusal: 'gives up',
  open: ({ url, connectionParams = {} }) => {
    const socket = createClient({ url, connectionParams });
    const client = new ApolloClient({
      link: new GraphQLWsLink(socket),
      cache: new InMemoryCache(),
    });
    const refused = Promise.withResolvers<string>();
    return {
      subscribe: ({ query, variables = {} }) => {
        const queue = createResultQueue();
        const fail = (error: unknown): void => {
          queue.fail(describeError(error));
          refused.resolve(describeError(error));
        };
        const subscription = client
          .subscribe<Record<string, unknown>>({ query: parse(query), variables })
          .subscribe({
            next: ({ data, error }) => (error === undefined ? queue.next({ data }) : fail(error)),
            error: fail,
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
      refused: refused.promise,
      close: async () => {
        client.stop();
        await socket.dispose();
      },
    };
  },
};
