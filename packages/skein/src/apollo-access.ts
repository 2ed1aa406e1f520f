import type { Access, AccessRequest, AuthenticateInput } from '@skein/inbound/access';
import { defineAccess } from './define-access.ts';

/** What `onConnect` made of a connection: `connection.context`. */
export type ConnectionContext = Readonly<Record<string, unknown>>;

/** What Apollo's hooks get in place of the socket: nothing of it but the upgrade's headers is known to a Lambda. */
export interface ApolloWebSocket {
  readonly upgradeReq: { readonly headers: Readonly<Record<string, string>> };
}

/** What Apollo's hooks get as their last argument. */
export interface ApolloConnectionContext {
  readonly socket: ApolloWebSocket;
  readonly request: ApolloWebSocket['upgradeReq'];
  /** In `onDisconnect`: what `onConnect` had made; false where it had made nothing. */
  readonly initPromise?: Promise<ConnectionContext | false>;
}

/** The `subscriptions` option of Apollo Server 2. */
export interface ApolloSubscriptions {
  /** An object that it returns becomes `connection.context`; false, or a throw, refuses. @default the parameters themselves */
  readonly onConnect?: (
    // biome-ignore lint/suspicious/noExplicitAny: Apollo's own signature; applications read fields of it unchecked.
    connectionParams: any,
    webSocket: ApolloWebSocket,
    context: ApolloConnectionContext,
  ) => unknown;
  readonly onDisconnect?: (webSocket: ApolloWebSocket, context: ApolloConnectionContext) => unknown;
  /** Taken and without effect: a gateway's path is its stage. */
  readonly path?: string;
  /** Taken and without effect: a Lambda has no timer between messages. */
  readonly keepAlive?: number;
}

/**
 * Makes an access of Apollo's `subscriptions` hooks, free of graphql. `onConnect` runs at `connection_init`; where the
 * upgrade brings a token, it runs at the upgrade, too, with `{ authorization: <token> }` as its parameters, so that no
 * header lets a connection in that `onConnect` did not see. What it returns is stored: JSON of at most 1 KB.
 */
export function apolloAccess(
  subscriptions: ApolloSubscriptions = {},
): Access<ConnectionContext | null> {
  const { onConnect, onDisconnect } = subscriptions;
  return defineAccess<ConnectionContext | null>({
    authenticate: async (input) => {
      // Over HTTP Apollo asks nobody: `context` reads the request.
      if (input.source === 'http') return { session: null };
      const params = connectionParams(input);
      if (onConnect === undefined) return { session: params };
      const context = await onConnect(params, ...connectionArguments(input.request));
      if (context === false) return false;
      return { session: isContext(context) ? context : {} };
    },
    onDisconnect: async ({ session }) => {
      const [socket, context] = connectionArguments({ headers: {} });
      await onDisconnect?.(socket, { ...context, initPromise: Promise.resolve(session ?? false) });
    },
  });
}

function connectionParams({ source, token, connectionParams: params }: AuthenticateInput) {
  if (source === 'init') return params ?? {};
  return token === null ? {} : { authorization: token };
}

function connectionArguments({
  headers,
}: Pick<AccessRequest, 'headers'>): [ApolloWebSocket, ApolloConnectionContext] {
  const socket = { upgradeReq: { headers } };
  return [socket, { socket, request: socket.upgradeReq }];
}

const isContext = (value: unknown): value is ConnectionContext =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
