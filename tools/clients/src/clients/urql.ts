import { Client, type ExecutionResult, subscriptionExchange } from '@urql/core';
import { parse } from 'graphql';
import { createClient } from 'graphql-ws';
import type { ClientLibrary } from './client.ts';
import { describeError } from './describe-error.ts';
import { isMutation } from './is-mutation.ts';
import { createResultQueue } from './result-queue.ts';

/** urql's subscriptionExchange over graphql-ws, as urql's documentation joins them, for every operation. */
export const urql: ClientLibrary = {
  name: 'urql',
  afterRefusal: 'gives up',
  open: ({ url, connectionParams = {} }) => {
    const socket = createClient({ url, connectionParams });
    const exchange = subscriptionExchange({
      enableAllOperations: true,
      forwardSubscription: ({ query = '', variables }) => ({
        subscribe: (sink) => ({
          unsubscribe: socket.subscribe(
            { query, variables: { ...variables } },
            // Two libraries' types of one GraphQL response.
            { ...sink, next: (result) => sink.next(result as ExecutionResult) },
          ),
        }),
      }),
    });
    const client = new Client({ url, exchanges: [exchange] });
    const refused = Promise.withResolvers<string>();
    return {
      subscribe: ({ query, variables = {} }) => {
        const queue = createResultQueue();
        const { unsubscribe } = client
          .subscription<Record<string, unknown>>(query, variables)
          .subscribe(({ data, error, hasNext }) => {
            // Its way to say "complete": the last result once more.
            if (!hasNext && error === undefined) return queue.complete();
            if (error === undefined) return queue.next({ data });
            queue.fail(describeError(error));
            refused.resolve(describeError(error));
          });
        return queue.subscription(unsubscribe);
      },
      execute: async ({ query, variables = {} }) => {
        const source = isMutation(parse(query))
          ? client.mutation<Record<string, unknown>>(query, variables)
          : client.query<Record<string, unknown>>(query, variables);
        const { data, error } = await source.toPromise();
        if (error !== undefined) throw error;
        return { data };
      },
      refused: refused.promise,
      close: async () => {
        await socket.dispose();
      },
    };
  },
};
