import type { Json, JsonObject, Subprotocol } from '@skein/protocol';

/**
 * Which message wrote, and when API Gateway received it. Both close races: a repeated write recognises its own
 * `messageId`, and `timeMs` (`requestTimeEpoch`) says which of two messages of one connection came first.
 */
export interface MessageStamp {
  /** The gateway's `messageId`; at `$connect` its `requestId`. */
  readonly messageId: string;
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
}

/** What `authenticate` decided, as it is kept with the connection. */
export interface Identity {
  /** JSON of at most 1 KB. */
  readonly session: Json;
  /** Whose connection it is: the index lists a viewer's connections. Null is nobody's. */
  readonly viewer: string | null;
  /** When the credentials end, in seconds since the epoch; null is never. */
  readonly expiresAt: number | null;
}

/** One WebSocket. */
export interface Connection {
  readonly connectionId: string;
  /** The `@connections` endpoint that reaches it, up to and without `/@connections`. */
  readonly callbackUrl: string;
  /** Milliseconds since the epoch. */
  readonly connectedAtMs: number;
  readonly subprotocol: Subprotocol;
  /** Whether `connection_init` was accepted. */
  readonly acknowledged: boolean;
  /** What the upgrade or the init authenticated; null while neither did. */
  readonly identity: Identity | null;
  /** The headers of the upgrade that were kept for init; lower-case names. */
  readonly upgradeHeaders: Readonly<Record<string, string>>;
  /** Whether the operation's id is in the connection's set of stored subscriptions. The set may, rarely, hold one too many; `subscription()` is the truth. */
  hasOperation(operationId: string): boolean;
}

export interface NewConnection {
  readonly connectionId: string;
  readonly callbackUrl: string;
  readonly connectedAtMs: number;
  readonly subprotocol: Subprotocol;
  readonly identity: Identity | null;
  /** @default none */
  readonly upgradeHeaders?: Readonly<Record<string, string>>;
  readonly stamp: MessageStamp;
}

/** What a delivery needs of a subscription beside its address. */
export interface SubscribedOperation {
  readonly operationId: string;
  readonly subprotocol: Subprotocol;
  readonly query: string;
  /** Null where the document has one operation. */
  readonly operationName: string | null;
  /** Raw variables, null or empty where there are none. */
  readonly variables: JsonObject | null;
  /** All of the session that a delivery sees. */
  readonly deliverySession: Json;
  /** Seconds since the epoch. */
  readonly expiresAt: number | null;
}

/** What stands under an operation's id. */
export interface StandingSubscription extends MessageStamp {
  /** When an earlier subscription of the id was completed, where that `complete` met this one, or left a tombstone for it. */
  readonly completedMs?: number;
}

export interface NewSubscription extends SubscribedOperation {
  readonly connectionId: string;
  readonly connectedAtMs: number;
  readonly callbackUrl: string;
  /** At least one, each already spread over its shards. */
  readonly topics: readonly string[];
  readonly stamp: MessageStamp;
  /** `replace` for the legacy subprotocol: an active id is silently replaced. */
  readonly activeId: 'refuse' | 'replace';
  /** How many subscriptions the connection may hold. */
  readonly limit: number;
}

/**
 * `stored`: it will be delivered to.
 * `active`: another message's row of that id is there (only with `activeId: 'refuse'`).
 * `completed`: its `complete` came first, even if a newer subscription of that id stands there by now, or with
 * `activeId: 'replace'` just that newer one: post nothing.
 * `limit`: the connection holds `limit` subscriptions already.
 * `unregistered`: the connection has no row (any more); nothing is left of the subscription.
 */
export type SubscribeOutcome = 'stored' | 'active' | 'completed' | 'limit' | 'unregistered';

/**
 * One row of the index, ready to deliver to: strings and references, so that equal groups compare by equal references.
 * `variables` and `deliverySession` are canonical JSON where they are short, else the hash of a row that holds it.
 */
export interface Subscriber {
  readonly connectionId: string;
  readonly operationId: string;
  /** The row's range key, as `dropGone` needs it. */
  readonly rowId: string;
  readonly messageId: string;
  readonly subprotocol: Subprotocol;
  readonly documentHash: string;
  readonly operationName: string | null;
  readonly variables: TextReference;
  readonly deliverySession: TextReference;
  readonly expiresAt: number | null;
  /** Null where it is the writer's default endpoint (`CONNECTIONS_URL`). */
  readonly callbackUrl: string | null;
  /** Over how many topics the subscription is stored. */
  readonly topicCount: number;
}

export type TextReference = { readonly json: string } | { readonly hash: string };

/** What `$disconnect` removed. */
export interface Disconnected {
  readonly connection: Connection | null;
  readonly operationIds: readonly string[];
}

/**
 * The memory of the system: who is connected, who subscribed to what. Reads of connections are strong, reads of
 * subscribers eventual. Every read ignores rows past their ttl. Throws only on platform trouble (`StoreError`), after
 * retrying throttles with jitter until `deadlineMs`, and `RowTooLargeError`, before anything is written, where
 * `connect`, `acknowledge` or `subscribe` is given more text than a row takes.
 */
export interface Store {
  /** `$connect`: 1 PutItem. */
  connect(connection: NewConnection): Promise<void>;

  /** 1 GetItem, strong. Null where there is no row, or one past its ttl. */
  connection(connectionId: string): Promise<Connection | null>;

  /**
   * Keeps what init authenticated: 1 conditional UpdateItem. A null identity leaves the upgrade's.
   * `once` refuses a second init (`already`), `again` lets it replace the first (legacy).
   */
  acknowledge(options: {
    readonly connectionId: string;
    readonly identity: Identity | null;
    readonly stamp: MessageStamp;
    readonly repeat: 'once' | 'again';
  }): Promise<'acknowledged' | 'already' | 'unregistered'>;

  /**
   * Stores a subscription: its document first, then its further topics, its row, and last its id in the connection's
   * set, on condition that the connection is still there; otherwise it takes its own rows back.
   */
  subscribe(subscription: NewSubscription): Promise<SubscribeOutcome>;

  /**
   * Whether an unexpired row stands under that id, and who wrote it: 1 GetItem, strong. For the wait before a 4409, and
   * to confirm `hasOperation`.
   */
  subscription(connectionId: string, operationId: string): Promise<StandingSubscription | null>;

  /**
   * The client's `complete` (legacy `stop`). `completed`: a stored subscription was removed. `none`: nothing was there
   * and a tombstone is left, or a newer row is and stays. `unregistered`: the connection has no row; nothing was written.
   * `other-subprotocol`: the connection speaks another one, so the frame is malformed there; nothing was written.
   * Where the answers of both writes got lost, `completed` is said whatever was there: twice rather than never.
   */
  complete(options: {
    readonly connectionId: string;
    readonly connectedAtMs: number;
    readonly operationId: string;
    readonly subprotocol: Subprotocol;
    readonly stamp: MessageStamp;
  }): Promise<'completed' | 'none' | 'unregistered' | 'other-subprotocol'>;

  /**
   * `$disconnect`: the connection's row first, then all others: DeleteItem + Query + ceil(rows/25) BatchWriteItem.
   * Returns a connection that is just past its ttl too, for then API Gateway ends it.
   */
  disconnect(connectionId: string): Promise<Disconnected>;

  /**
   * The subscribers of one (sharded) topic key, a page of the index at a time, expired rows left out.
   * `cursor` continues where an earlier page of that topic ended.
   */
  subscribers(topic: string, cursor?: string): AsyncIterable<SubscriberPage>;

  /** The text behind a document hash: 1 GetItem, then from memory. Null where the row is gone. */
  document(hash: string): Promise<string | null>;

  /** The JSON behind a reference: at once for `json`, 1 GetItem and then from memory for `hash`. Null where the row is gone. */
  variables(reference: TextReference): Promise<JsonObject | null>;
  deliverySession(reference: TextReference): Promise<{ readonly session: Json } | null>;

  /** A 410: removes that row, if it is still that message's, and the connection's: 2 DeleteItem. */
  dropGone(subscriber: Subscriber): Promise<void>;

  /** Ends one subscription (its source failed, its result is too large): its rows, if they are still that message's, and its id in the connection's set. */
  dropSubscription(subscriber: Subscriber): Promise<void>;
}

export interface SubscriberPage {
  readonly subscribers: readonly Subscriber[];
  /** Continues after this page; null at the end. */
  readonly cursor: string | null;
}
