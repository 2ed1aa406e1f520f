import { SubscriptionClient } from 'subscriptions-transport-ws';
import { WebSocket } from 'ws';
import { type Client, createSubscription, type Result } from './client.ts';

/**
 * The library gives an upgrade 1 s by default. The emulator starts a Node process for each cold function, which takes
 * longer on a busy machine than a cold start does on Lambda.
 */
const CONNECT_MS = 15_000;

/** subscriptions-transport-ws, unchanged: subprotocol `graphql-ws`. */
export function connectSubscriptionsTransportWs(url: string): Client {
  const options = { reconnect: false, minTimeout: CONNECT_MS, timeout: 2 * CONNECT_MS };
  const client = new SubscriptionClient(url, options, WebSocket);
  return {
    library: 'subscriptions-transport-ws',
    subscribe: (name, query) =>
      createSubscription(name, ({ next, error }) => {
        const observer = { next: (result: unknown) => next(result as Result), error };
        return client.request({ query }).subscribe(observer).unsubscribe;
      }),
    execute: (query) =>
      new Promise<Result>((resolve, reject) => {
        let result: Result = {};
        client.request({ query }).subscribe({
          next: (value) => {
            result = value as Result;
          },
          error: reject,
          complete: () => resolve(result),
        });
      }),
    close: async () => client.close(),
  };
}
