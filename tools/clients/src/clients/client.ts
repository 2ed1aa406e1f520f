import type { GraphqlRequest, GraphqlResult } from '../target/target.ts';

export interface OpenOptions {
  readonly url: string;
  /** The payload of `connection_init`. */
  readonly connectionParams?: Readonly<Record<string, unknown>>;
}

/** A client library as its own documentation sets it up, behind the few words that every one of them has. */
export interface ClientLibrary {
  readonly name: string;
  /** What it says after a refused `connection_init`: a client of graphql-transport-ws is through, a legacy one comes again. */
  readonly afterRefusal: 'gives up' | 'comes again';
  open(options: OpenOptions): TestClient | Promise<TestClient>;
}

export interface TestClient {
  subscribe(request: GraphqlRequest): Subscription;
  /** A query or mutation over the socket. */
  execute(request: GraphqlRequest): Promise<GraphqlResult>;
  /** The reason that the library reports once the server refused the connection; never, if it accepted it. */
  readonly refused: Promise<string>;
  close(): void | Promise<void>;
}

export interface Subscription {
  /** The next result, in order; rejects with the error that ended the subscription. */
  next(): Promise<GraphqlResult>;
  /** Results that came and were not asked for yet. */
  unread(): readonly GraphqlResult[];
  /** The text of the error that ended it, or of the first error in a result. */
  readonly failed: Promise<string>;
  /** Resolves when the library says that the server completed it. */
  readonly completed: Promise<void>;
  stop(): void;
}
