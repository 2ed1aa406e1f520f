import type { Access, AuthenticateInput } from '@skein/inbound/access';
import { type AccessOptions, defineAccess } from '../define-access.ts';
import { refuseUnknownOptions } from '../unknown-options.ts';
import {
  type ApolloConnectionContext,
  type ApolloWebSocket,
  connectionContext,
  hookSocket,
} from './apollo-socket.ts';

/** What `onConnect` made of a connection: `connection.context`. */
export type ConnectionContext = Readonly<Record<string, unknown>>;

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

/** What Apollo has no name for. */
export interface ApolloAccessOptions
  extends Pick<AccessOptions<ConnectionContext | null>, 'upgradeHeaders' | 'pubsub'> {
  /** Whose `connection.context` it is. @default nobody's */
  readonly viewer?: (context: ConnectionContext) => string | null;
  /** When the credentials behind it end, in seconds since the epoch. @default never */
  readonly expiresAt?: (context: ConnectionContext) => number | null;
}

const SUBSCRIPTIONS_OPTIONS = ['onConnect', 'onDisconnect', 'path', 'keepAlive'];

/**
 * Makes an access of Apollo's `subscriptions` hooks, free of graphql. `onConnect` runs at `connection_init`, once, whatever
 * the upgrade brings, as in Apollo Server 2. What it returns is stored: JSON of at most 1 KB. Over HTTP nobody is asked:
 * `context` reads the request. Throws a TypeError for a hook that it does not know.
 */
export function apolloAccess(
  subscriptions: ApolloSubscriptions = {},
  options: ApolloAccessOptions = {},
): Access<ConnectionContext | null> {
  refuseUnknownOptions('subscriptions', subscriptions, SUBSCRIPTIONS_OPTIONS);
  const { onDisconnect } = subscriptions;
  const { viewer, expiresAt, pubsub = null } = options;
  const upgradeHeaders = (options.upgradeHeaders ?? []).map((name) => name.toLowerCase());
  const access = defineAccess<ConnectionContext | null>({
    authenticate: async (input) => {
      if (input.source === 'http') return { session: null };
      const session = await contextOfConnection(subscriptions, input, upgradeHeaders);
      return session && { session, expiresAt: expiresAt?.(session) ?? null };
    },
    upgradeHeaders,
    viewer: (session) => (session && viewer?.(session)) ?? null,
    onDisconnect: async ({ session }) => {
      const { webSocket } = hookSocket(NOTHING_KNOWN, []);
      await onDisconnect?.(
        webSocket,
        connectionContext(webSocket, Promise.resolve(session ?? false)),
      );
    },
    pubsub,
  });
  return { ...access, upgradeTokens: 'ignore' };
}

const NOTHING_KNOWN = { headers: {}, sourceIp: null, userAgent: null };

/** What `onConnect` makes of the parameters; false refuses. */
async function contextOfConnection(
  { onConnect }: ApolloSubscriptions,
  { connectionParams, request }: AuthenticateInput,
  upgradeHeaders: readonly string[],
): Promise<ConnectionContext | false> {
  const params = connectionParams ?? {};
  if (onConnect === undefined) return params;
  const { webSocket, closing } = hookSocket(request, upgradeHeaders);
  const made = await onConnect(
    params,
    webSocket,
    connectionContext(webSocket, Promise.resolve(true)),
  );
  const closed = closing();
  if (closed?.reason) throw new Error(closed.reason);
  if (closed !== null || made === false) return false;
  return typeof made === 'object' && made !== null ? { ...made } : {};
}
