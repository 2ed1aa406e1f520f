// socket.ts
import { type Client, createClient, TerminatedCloseEvent } from 'graphql-ws';
import { reconnectDelayMs } from './reconnect-delay.ts';
import { assertFits } from './size.ts';

export interface SocketOptions {
  readonly url: string;
  /** Asked for each connection, so that a new one brings fresh credentials. Null is an anonymous client. */
  readonly token: () => Promise<string | null>;
  /** Reads the state anew, after each connection: what happened while there was none is not delivered later. */
  readonly refetch?: () => void;
  /** How long the clients of a broken connection spread their return over. @default 5,000 */
  readonly spreadMs?: number;
  /** In Node 20, `WebSocket` of the package ws. @default the global one */
  readonly webSocketImpl?: unknown;
}

/** API Gateway ends a connection that was silent for 10 minutes. Each ping and its pong are billed as two messages. */
const KEEP_ALIVE_MS = 300_000;
/** A connection whose ping has no answer by then is dead. */
const PONG_MS = 10_000;
/** A page that is left for another one keeps its connection so long. */
const LAZY_CLOSE_MS = 10_000;
/** By then, subscriptions are stored: what is read later misses nothing that they do not deliver. */
const SETTLED_MS = 2_000;

/** A graphql-ws client with the settings that matter on API Gateway. It connects with the first subscription. */
export function createSocket(options: SocketOptions): Client {
  const { url, token, refetch, spreadMs = 5_000, webSocketImpl } = options;
  let dead: ReturnType<typeof setTimeout> | undefined;
  let settled: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url,
    connectionParams: async () => {
      const authorization = await token();
      return authorization === null ? {} : { authorization };
    },
    lazyCloseTimeout: LAZY_CLOSE_MS,
    keepAlive: KEEP_ALIVE_MS,
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: (retries) => sleep(reconnectDelayMs({ retries, spreadMs })),
    // A refused upgrade (429, 5xx, no network) is an event of the socket, and passes. A thrown error is final: the
    // server's verdict on the credentials, a frame outside the protocol, a token that can't be had.
    shouldRetry: (problem) =>
      !(problem instanceof Error) || problem instanceof TerminatedCloseEvent,
    generateID: (payload) => {
      const id = crypto.randomUUID();
      assertFits({ id, type: 'subscribe', payload });
      return id;
    },
    webSocketImpl,
    on: {
      connected: () => {
        if (refetch !== undefined) settled = setTimeout(refetch, SETTLED_MS);
      },
      ping: (received) => {
        if (!received) dead = setTimeout(() => client.terminate(), PONG_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(dead);
      },
      closed: () => {
        clearTimeout(dead);
        clearTimeout(settled);
      },
    },
  });
  return client;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
