import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { type Client, createClient } from 'graphql-ws';

const { host, protocol } = globalThis.location;

const HTTP_URL = '/graphql';
const WEBSOCKET_URL = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/graphql`;

/** The gateway closes a connection that is idle for ten minutes. */
const KEEP_ALIVE_MS = 300_000;

/** Both ways to the API, as one viewer. */
export interface Api {
  readonly sockets: Client;
  readonly fetcher: Fetcher;
}

/** Makes clients that bring `token`; null calls anonymously. The WebSocket opens with the first subscription. */
export const createApi = (token: string | null): Api => {
  const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
  const sockets = createClient({
    url: WEBSOCKET_URL,
    connectionParams: authorization,
    keepAlive: KEEP_ALIVE_MS,
    retryAttempts: Number.POSITIVE_INFINITY,
    // A refused upgrade is final by default, but here it may only mean that the system is starting anew.
    shouldRetry: () => true,
  });
  const fetcher = createGraphiQLFetcher({
    url: HTTP_URL,
    headers: authorization,
    wsClient: sockets,
  });
  return { sockets, fetcher };
};

/** A token for a viewer, signed by the local system. */
export const fetchToken = async (viewer: string): Promise<string> => {
  const response = await fetch(`/dev/token/${encodeURIComponent(viewer)}`);
  if (!response.ok) throw new Error(`No token: HTTP ${response.status}`);
  return response.text();
};
