import type { OnError } from '@skein/execution';
import type { Json, JsonObject } from '@skein/protocol';
import type { PubSub, PubSubBinding } from '@skein/pubsub';
import type { GraphQLError, GraphQLSchema, ValidationRule } from 'graphql';
import type { Access } from './access.ts';

export type OperationType = 'query' | 'mutation' | 'subscription';

/** An operation as hooks see it. */
export interface Operation {
  /** The client's id; null over HTTP. */
  readonly id: string | null;
  readonly connectionId: string | null;
  readonly type: OperationType;
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: JsonObject | null;
  readonly extensions: JsonObject | null;
}

/** What `context` gets for a query or mutation (`request`) and for a subscribe resolver (`subscribe`). */
export interface RequestContextInput<Session> {
  readonly phase: 'request' | 'subscribe';
  readonly session: Session;
  readonly operation: Operation;
  /** Lower-case header names; empty on a socket. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What one client may ask for. */
export interface Limits {
  /** Stored subscriptions per connection. @default 100 */
  readonly subscriptionsPerConnection: number;
  /** Tokens per document. @default 5,000 */
  readonly documentTokens: number;
  /** How long a `subscribe` source may take until it waits on the pubsub, in milliseconds. @default 5,000 */
  readonly subscribeMs: number;
}

/** What inbound runs of an application; `skein`'s `defineApp` makes one. */
export interface InboundApp<Session = Json, DeliverySession = Json> {
  readonly schema: GraphQLSchema;
  readonly pubsub: PubSub & PubSubBinding;
  readonly access: Access<Session>;
  /** Runs for every execution, never stored. A throw is `error` for that operation. */
  readonly context: (input: RequestContextInput<Session>) => unknown;
  /** All of the session that a delivery sees; runs once per stored subscription. */
  readonly deliverySession: (session: Session) => DeliverySession;
  /** Which operations the socket takes; others answer `error`. @default all three */
  readonly operations: readonly OperationType[];
  /** A legacy `start` without `connection_init` runs anonymously instead of an `error`. @default false */
  readonly allowWithoutInit: boolean;
  readonly limits: Limits;
  /** What documents must obey beside the specification, on the socket and over HTTP. @default nothing */
  readonly validationRules?: readonly ValidationRule[];
  /** In the message Lambda, once per operation, after validation. Returned errors answer the client instead of a run. */
  readonly onSubscribe: (input: {
    readonly session: Session;
    readonly operation: Operation;
  }) => readonly GraphQLError[] | undefined | Promise<readonly GraphQLError[] | undefined>;
  /** In the message Lambda, when a client's `complete` or `stop` removed a stored subscription. Not on a disconnect. */
  readonly onComplete: (input: {
    readonly connectionId: string;
    readonly operationId: string;
  }) => void | Promise<void>;
  /** In the message, graphql, publisher and fanout Lambdas, for errors that are about to be sent; what it returns is sent instead. */
  readonly onError: OnError;
}
