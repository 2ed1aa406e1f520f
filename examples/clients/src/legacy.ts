// legacy.ts
import { SubscriptionClient } from 'subscriptions-transport-ws';

export interface LegacyOptions {
  readonly url: string;
  readonly token: () => Promise<string | null>;
  readonly refetch?: () => void;
  /** Told why the server refused the credentials. */
  readonly onRefused: (reason: string) => void;
  /** @default the global one */
  readonly webSocketImpl?: unknown;
}

/** The protocol has no ping from a client: any message before 10 silent minutes does. */
const KEEP_ALIVE_MS = 540_000;
const SETTLED_MS = 2_000;

/** A client of subscriptions-transport-ws. It connects with the first subscription. */
export function createLegacyClient(options: LegacyOptions): SubscriptionClient {
  const { url, token, refetch, onRefused, webSocketImpl } = options;
  const client = new SubscriptionClient(
    url,
    {
      lazy: true,
      reconnect: true,
      inactivityTimeout: 10_000,
      // By default an upgrade has 1 s, which a Lambda's cold start can exceed: it would be given up and tried anew.
      minTimeout: 10_000,
      connectionParams: async () => {
        const authorization = await token();
        return authorization === null ? {} : { authorization };
      },
      connectionCallback: (problem) => {
        if (problem === undefined) {
          if (refetch !== undefined) setTimeout(refetch, SETTLED_MS);
          return;
        }
        // By itself it would come back for ever with the credentials that were refused.
        client.close();
        onRefused(problem instanceof Error ? problem.message : messageOf(problem));
      },
    },
    webSocketImpl,
  );
  let timer: ReturnType<typeof setInterval> | undefined;
  client.onDisconnected(() => clearInterval(timer));
  const keepAlive = () => {
    clearInterval(timer);
    timer = setInterval(
      () => client.request({ query: '{ __typename }' }).subscribe({}),
      KEEP_ALIVE_MS,
    );
  };
  client.onConnected(keepAlive);
  client.onReconnected(keepAlive);
  return client;
}

function messageOf(problem: unknown): string {
  return (problem as { readonly message?: string }).message ?? 'refused';
}
