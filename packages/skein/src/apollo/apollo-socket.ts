import type { AccessRequest } from '@skein/inbound/access';
import { refuseAbsent } from './refuse-absent.ts';

/** The upgrade, as far as it is known when `onConnect` runs. Reading anything else of it throws. */
export interface ApolloUpgradeRequest {
  /** Lower-case names: in `onConnect` those of `upgradeHeaders`, and `user-agent`. Reading another one throws. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly socket: { readonly remoteAddress: string | undefined };
  /** The older name of `socket`. */
  readonly connection: ApolloUpgradeRequest['socket'];
}

/** What Apollo's hooks get in place of the socket. Reading anything else of it throws. */
export interface ApolloWebSocket {
  readonly upgradeReq: ApolloUpgradeRequest;
  /**
   * In `onConnect`: refuses the connection; the reason, or else "Prohibited connection!", reaches the client. The code does
   * not: API Gateway closes with 1000. Later, and in `onDisconnect`, it does nothing: a Lambda has no socket to close.
   */
  close(code?: number, reason?: string): void;
}

/** What Apollo's hooks get as their last argument: subscriptions-transport-ws's `ConnectionContext`. */
export interface ApolloConnectionContext {
  readonly socket: ApolloWebSocket;
  readonly request: ApolloUpgradeRequest;
  /** In `onConnect` it resolves to true; in `onDisconnect` to `connection.context`, or to false where there is none. */
  readonly initPromise: Promise<unknown>;
  readonly isLegacy: false;
  /** Empty: subscriptions are rows of a table, not iterators of this process. */
  readonly operations: Readonly<Record<string, never>>;
}

/** How a socket was closed by a hook; null while it was not. */
interface Closing {
  readonly reason: string | null;
}

/** A socket for one run of a hook, and whether the hook closed it. */
export interface HookSocket {
  readonly webSocket: ApolloWebSocket;
  closing(): Closing | null;
}

type KnownRequest = Pick<AccessRequest, 'headers' | 'sourceIp' | 'userAgent'>;

/** Makes the socket that one run of a hook gets; `names` are the headers that it may ask for. */
export function hookSocket(request: KnownRequest, names: readonly string[]): HookSocket {
  let closing: Closing | null = null;
  const webSocket: ApolloWebSocket = {
    upgradeReq: upgradeRequest(request, names),
    close: (_code, reason) => {
      closing ??= { reason: reason || null };
    },
  };
  return {
    webSocket: refuseAbsent(
      webSocket,
      (name) => `webSocket.${name} is not known here: of a socket there are upgradeReq and close.`,
    ),
    closing: () => closing,
  };
}

/** What a hook gets beside its socket. */
export function connectionContext(
  socket: ApolloWebSocket,
  initPromise: Promise<unknown>,
): ApolloConnectionContext {
  return { socket, request: socket.upgradeReq, initPromise, isLegacy: false, operations: {} };
}

function upgradeRequest(
  { headers, sourceIp, userAgent }: KnownRequest,
  names: readonly string[],
): ApolloUpgradeRequest {
  const socket = { remoteAddress: sourceIp ?? undefined };
  const unsent = Object.fromEntries([...names, 'user-agent'].map((name) => [name, undefined]));
  const agent = userAgent === null ? {} : { 'user-agent': userAgent };
  const request: ApolloUpgradeRequest = {
    headers: refuseAbsent(
      { ...unsent, ...agent, ...headers },
      (name) =>
        `The header "${name}" of the upgrade is known to onConnect only if upgradeHeaders names it.`,
    ),
    socket,
    connection: socket,
  };
  return refuseAbsent(
    request,
    (name) => `upgradeReq.${name} is not known here: of the upgrade there are headers and socket.`,
  );
}
