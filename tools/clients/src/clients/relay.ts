import { createClient } from 'graphql-ws';
import { type GraphQLResponse, Network, Observable, type RequestParameters } from 'relay-runtime';
import type { GraphqlRequest, GraphqlResult } from '../target/target.ts';
import type { ClientLibrary } from './client.ts';
import { describeError } from './describe-error.ts';
import { createResultQueue } from './result-queue.ts';

/** Relay's network layer over graphql-ws, as graphql-ws's documentation joins them. */
export const relay: ClientLibrary = {
  name: 'Relay',
  afterRefusal: 'gives up',
  open: ({ url, connectionParams = {} }) => {
    const socket = createClient({ url, connectionParams });
    const fetchOrSubscribe = (
      operation: RequestParameters,
      variables: Record<string, unknown>,
    ): Observable<GraphQLResponse> =>
      Observable.create((sink) =>
        socket.subscribe(
          { operationName: operation.name, query: operation.text ?? '', variables },
          {
            // Two libraries' types of one GraphQL response.
            next: (result) => sink.next(result as unknown as GraphQLResponse),
            error: (error) => sink.error(new Error(describeError(error))),
            complete: () => sink.complete(),
          },
        ),
      );
    const network = Network.create(fetchOrSubscribe, fetchOrSubscribe);
    const refused = Promise.withResolvers<string>();
    const observe = (request: GraphqlRequest) =>
      network.execute(parametersOf(request), { ...request.variables }, { force: true });
    return {
      subscribe: (request) => {
        const queue = createResultQueue();
        const { unsubscribe } = observe(request).subscribe({
          next: (result) => queue.next(result as GraphqlResult),
          error: (error: Error) => {
            queue.fail(error.message);
            refused.resolve(error.message);
          },
          complete: queue.complete,
        });
        return queue.subscription(unsubscribe);
      },
      execute: async (request) => (await observe(request).toPromise()) as GraphqlResult,
      refused: refused.promise,
      close: async () => {
        await socket.dispose();
      },
    };
  },
};

/** What Relay's compiler makes of a document. */
function parametersOf({ query, operationName }: GraphqlRequest): RequestParameters {
  const [keyword] = query.trim().split(/\s/);
  const operationKind =
    keyword === 'mutation' || keyword === 'subscription' ? keyword : ('query' as const);
  return {
    name: operationName,
    operationKind,
    text: query,
    id: null,
    cacheID: operationName,
    metadata: {},
  };
}
