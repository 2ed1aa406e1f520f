import type { Json, JsonObject } from '@skein/protocol';
import type { PubSub } from '@skein/pubsub';

/** Where a token was found: the upgrade's header or query string, the init payload, or a header of an HTTP request. */
export type TokenSource = 'header' | 'query' | 'init' | 'http';

/** What is known of the request that brings the credentials. `headers` (lower-case names) are at init those that `upgradeHeaders` keeps; `query` is empty there. */
export interface AccessRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly sourceIp: string | null;
  readonly userAgent: string | null;
  /** The context of a REQUEST authorizer, values as strings; empty without one. */
  readonly authorizer: Readonly<Record<string, string>>;
}

/** What came with a connection or a request, for `authenticate` to judge. */
export interface AuthenticateInput {
  /** As it came, a `Bearer ` prefix removed; null where there is none (an empty string is none). */
  readonly token: string | null;
  readonly source: TokenSource;
  /** The whole payload of `connection_init`; null elsewhere. */
  readonly connectionParams: JsonObject | null;
  readonly request: AccessRequest;
}

/** Whom `authenticate` let in. */
export interface Authenticated<Session> {
  readonly session: Session;
  /** When the credentials end, in seconds since the epoch (a JWT's `exp`); absent or null is never. */
  readonly expiresAt?: number | null;
}

/** `false` or a throw refuses; the message of a thrown error reaches the client. */
export type Authenticate<Session> = (
  input: AuthenticateInput,
) => Authenticated<Session> | false | Promise<Authenticated<Session> | false>;

/** All that `$connect` and `$disconnect` load of an application: free of graphql. */
export interface Access<Session = Json> {
  /** Null says "open to everyone" on purpose: every session is null. */
  readonly authenticate: Authenticate<Session> | null;
  /** `ignore` leaves everything to init, whatever token the upgrade brings. @default 'authenticate' */
  readonly upgradeTokens?: 'authenticate' | 'ignore';
  /** Lower-case names of the upgrade's headers that `authenticate` gets at init: they are stored with the connection. @default none */
  readonly upgradeHeaders?: readonly string[];
  /** Whose session it is; the default delivery session is `{ id: viewer }`. */
  readonly viewer: (session: Session) => string | null;
  /** Runs once per reported disconnect, in the disconnect Lambda; API Gateway may report none. A throw is logged. */
  readonly onDisconnect: (input: {
    readonly connectionId: string;
    readonly session: Session | null;
    readonly code: number | null;
    readonly reason: string | null;
  }) => void | Promise<void>;
  /** The pubsub that `onDisconnect` publishes with; null where it publishes nothing. */
  readonly pubsub: PubSub | null;
}

export {
  type Admission,
  type AuthenticateOptions,
  authenticateHttp,
  authenticateRequest,
} from './authenticate.ts';
