import { SubscriptionClient } from 'subscriptions-transport-ws';
import { WebSocket } from 'ws';
import { describeError } from './describe-error.ts';

/**
 * The library gives an upgrade 1 s. Where functions start as processes of a busy machine they take longer than on Lambda;
 * `CLIENTS_UPGRADE_MS` then gives them more.
 */
const UPGRADE_MS = process.env.CLIENTS_UPGRADE_MS;

/** A connection of subscriptions-transport-ws, and why the server refused it, once it does. */
export interface LegacySocket {
  readonly client: SubscriptionClient;
  readonly refused: Promise<string>;
}

/** Opens one that comes again by itself. `protocols` is what it offers: the library's own name unless told otherwise. */
export function openLegacySocket(options: {
  readonly url: string;
  readonly connectionParams: Readonly<Record<string, unknown>>;
  readonly protocols?: readonly string[];
}): LegacySocket {
  const { url, connectionParams, protocols } = options;
  const refused = Promise.withResolvers<string>();
  const connectionCallback = (error: unknown): void => {
    if (error) refused.resolve(describeError(error));
  };
  const settings = {
    ...{ reconnect: true, connectionParams, connectionCallback },
    ...(UPGRADE_MS !== undefined && { minTimeout: Number(UPGRADE_MS) }),
  };
  const offer = protocols === undefined ? undefined : [...protocols];
  return {
    client: new SubscriptionClient(url, settings, ListenedWebSocket, offer),
    refused: refused.promise,
  };
}

/**
 * The library takes its listeners off a socket that it closes. One that is connecting at that moment reports that it was
 * closed, and an `error` without a listener ends a Node process.
 */
class ListenedWebSocket extends WebSocket {
  constructor(...args: ConstructorParameters<typeof WebSocket>) {
    super(...args);
    this.on('error', () => undefined);
  }
}
