import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { type Client, createClient } from 'graphql-ws';
import type { Credentials } from './credentials-box.tsx';
import { fetchToken } from './fetch-token.ts';
import type { KeptSubscriptions } from './kept-subscriptions.ts';
import { withOwnName } from './with-own-name.ts';

const { host, protocol } = globalThis.location;

const HTTP_URL = '/graphql';
const WEBSOCKET_URL = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/graphql`;

/** The gateway closes a connection that is idle for ten minutes. */
const KEEP_ALIVE_MS = 300_000;

/** The page is back soon after the system is, however long it was away. */
const MAX_RETRY_WAIT_MS = 3000;

/** Both ways to the API, with the same credentials. */
export interface Api {
  readonly sockets: Client;
  readonly fetcher: Fetcher;
}

/**
 * Makes clients; without credentials they call anonymously. The WebSocket opens with the first subscription. Each connection
 * and each request of a viewer brings a token of its own, because tokens expire and a restarted system signs with other keys.
 */
export function createApi(options: {
  readonly credentials: Credentials | null;
  readonly kept: KeptSubscriptions;
}): Api {
  const { credentials, kept } = options;
  const sockets = createClient({
    url: WEBSOCKET_URL,
    connectionParams: () => authorization(credentials),
    keepAlive: KEEP_ALIVE_MS,
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: (retries) => waitMs(Math.min(250 * 2 ** retries, MAX_RETRY_WAIT_MS)),
    // A refused upgrade is final by default, but here it may only mean that the system is starting anew.
    shouldRetry: () => true,
  });
  const fetcher = createGraphiQLFetcher({
    url: HTTP_URL,
    fetch: async (input, init) =>
      fetch(input, {
        ...init,
        headers: { ...(await authorization(credentials)), ...headersOf(init) },
      }),
    wsClient: { ...sockets, ...kept.around(sockets) },
  });
  return { sockets, fetcher: withOwnName(fetcher) };
}

async function authorization(credentials: Credentials | null): Promise<Record<string, string>> {
  switch (credentials?.kind) {
    case undefined:
      return {};
    case 'viewer':
      return { authorization: `Bearer ${await fetchToken(credentials.name)}` };
    case 'token':
      return { authorization: credentials.token };
  }
}

/** Lower-cased, so that an `Authorization` written in the headers editor replaces the viewer's. */
function headersOf(init: RequestInit | undefined): Record<string, string> {
  return Object.fromEntries(new Headers(init?.headers));
}

function waitMs(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
