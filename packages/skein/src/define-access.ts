import type { Access, Authenticate } from '@skein/inbound/access';
import type { PubSub } from '@skein/pubsub';
import { refuseUnknownOptions } from './unknown-options.ts';

/** Who may connect, and as whom. */
export interface AccessOptions<Session> {
  /**
   * Runs at the upgrade if a token is there, at `connection_init` always (but where the upgrade left a session and the
   * init brings no token), and for every HTTP request. `false` or a throw refuses: HTTP 401, or at init the end of the
   * connection; the message of a thrown error reaches the client. The session is JSON of at most 1 KB and is stored:
   * put no tokens into it. Null says "open to everyone" on purpose.
   */
  readonly authenticate: Authenticate<Session> | null;
  /**
   * Headers of the upgrade that `authenticate` gets at init too, in `request.headers`: a cookie or `origin`, for example.
   * They are stored with the connection as they are, 2,048 bytes at most; an upgrade with more is refused (400). @default none
   */
  readonly upgradeHeaders?: readonly string[];
  /** Whose session it is: what deliveries see of it by default, and whose connections the table's index lists. @default nobody's */
  readonly viewer?: (session: Session) => string | null;
  /** Runs once per reported disconnect, in the disconnect Lambda; API Gateway may report none. A throw is logged. */
  readonly onDisconnect?: Access<Session>['onDisconnect'];
  /** The pubsub that `onDisconnect` publishes with; the disconnect handler binds it. @default none */
  readonly pubsub?: PubSub | null;
}

const OPTIONS = ['authenticate', 'upgradeHeaders', 'viewer', 'onDisconnect', 'pubsub'];

/**
 * Says who may connect, and as whom. Keep the module that calls it free of graphql: it is all that the connect and
 * disconnect Lambdas load. Throws a TypeError for an unknown option or a missing `authenticate`.
 */
export const defineAccess = <Session = null>(options: AccessOptions<Session>): Access<Session> => {
  refuseUnknownOptions('defineAccess', options, OPTIONS);
  if (typeof options.authenticate !== 'function' && options.authenticate !== null)
    throw new TypeError(
      'defineAccess needs `authenticate`: a function, or null for "open to everyone".',
    );
  return {
    authenticate: options.authenticate,
    upgradeHeaders: (options.upgradeHeaders ?? []).map((name) => name.toLowerCase()),
    viewer: options.viewer ?? (() => null),
    onDisconnect: options.onDisconnect ?? (() => undefined),
    pubsub: options.pubsub ?? null,
  };
};
