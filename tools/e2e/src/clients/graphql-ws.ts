import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { type Client, createSubscription, type Result } from './client.ts';

/** How often the client asks whether it is still connected, in milliseconds. */
const KEEP_ALIVE_MS = 500;

/** graphql-ws, unchanged: subprotocol `graphql-transport-ws`. `onPong` is called when the gateway answers a ping. */
export function connectGraphqlWs(options: {
  readonly url: string;
  readonly token?: string;
  /** Of the page that connects, as a browser sends it. */
  readonly origin?: string;
  readonly onPong?: () => void;
  readonly onClosed?: () => void;
}): Client {
  const { url, token, origin, onPong, onClosed } = options;
  const client = createClient({
    url,
    webSocketImpl: origin === undefined ? WebSocket : fromPage(origin),
    retryAttempts: 0,
    keepAlive: onPong === undefined ? 0 : KEEP_ALIVE_MS,
    ...(token !== undefined && { connectionParams: { authorization: `Bearer ${token}` } }),
    on: {
      pong: (received) => {
        if (received) onPong?.();
      },
      closed: () => onClosed?.(),
    },
  });
  return {
    library: 'graphql-ws',
    subscribe: (name, query) =>
      createSubscription(name, ({ next, error }) =>
        client.subscribe({ query }, { next, error, complete: () => undefined }),
      ),
    execute: (query) =>
      new Promise<Result>((resolve, reject) => {
        let result: Result = {};
        client.subscribe(
          { query },
          {
            next: (value) => {
              result = value;
            },
            error: reject,
            complete: () => resolve(result),
          },
        );
      }),
    close: async () => client.dispose(),
  };
}

/** Sockets that say which page opened them. */
function fromPage(origin: string) {
  return class extends WebSocket {
    constructor(url: string, protocols: string | string[]) {
      super(url, protocols, { origin });
    }
  };
}
