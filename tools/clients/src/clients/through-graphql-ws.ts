import type { Client } from 'graphql-ws';
import type { GraphqlRequest, GraphqlResult } from '../target/target.ts';
import type { TestClient } from './client.ts';
import { describeError } from './describe-error.ts';
import { createResultQueue } from './result-queue.ts';

/** A graphql-ws client as the tests see it. */
export function throughGraphqlWs(client: Client): TestClient {
  const refused = Promise.withResolvers<string>();
  return {
    subscribe: (request) => {
      const queue = createResultQueue();
      const stop = client.subscribe<Record<string, unknown>>(request, {
        next: (result) => queue.next(result),
        error: (error) => {
          queue.fail(describeError(error));
          refused.resolve(describeError(error));
        },
        complete: queue.complete,
      });
      return queue.subscription(stop);
    },
    execute: (request) => executeOnce(client, request),
    refused: refused.promise,
    close: async () => {
      await client.dispose();
    },
  };
}

function executeOnce(client: Client, request: GraphqlRequest): Promise<GraphqlResult> {
  return new Promise((resolve, reject) => {
    let result: GraphqlResult = {};
    client.subscribe<Record<string, unknown>>(request, {
      next: (value) => {
        result = value;
      },
      error: (error) => reject(new Error(describeError(error))),
      complete: () => resolve(result),
    });
  });
}
