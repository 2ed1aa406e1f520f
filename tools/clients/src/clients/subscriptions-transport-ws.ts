import type { GraphqlRequest, GraphqlResult } from '../target/target.ts';
import type { ClientLibrary } from './client.ts';
import { describeError } from './describe-error.ts';
import { openLegacySocket } from './legacy-socket.ts';
import { createResultQueue } from './result-queue.ts';

/** subscriptions-transport-ws 0.11, which offers the subprotocol `graphql-ws`. */
export const subscriptionsTransportWs: ClientLibrary = {
  name: 'subscriptions-transport-ws',
  afterRefusal: 'comes again',
  open: ({ url, connectionParams = {} }) => {
    const { client, refused } = openLegacySocket({ url, connectionParams });
    return {
      subscribe: (request) => {
        const queue = createResultQueue();
        const { unsubscribe } = client.request(mutable(request)).subscribe({
          next: (result) => queue.next(result as GraphqlResult),
          error: (error) => queue.fail(describeError(error)),
          complete: queue.complete,
        });
        return queue.subscription(unsubscribe);
      },
      execute: (request) =>
        new Promise((resolve, reject) => {
          let result: GraphqlResult = {};
          client.request(mutable(request)).subscribe({
            next: (value) => {
              result = value as GraphqlResult;
            },
            error: (error) => reject(new Error(describeError(error))),
            complete: () => resolve(result),
          });
        }),
      refused,
      close: () => client.close(),
    };
  },
};

/** The library's types allow it to write to the request. */
function mutable({ query, operationName, variables }: GraphqlRequest) {
  return { query, operationName, variables: { ...variables } };
}
