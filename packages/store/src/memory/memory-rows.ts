import type { Identity, MessageStamp, NewConnection, Subscriber } from '../store.ts';

/** A connection's row. */
export interface ConnectionRow extends NewConnection {
  readonly ttl: number;
  /** The message id of the accepted init. */
  readonly acknowledged: string | null;
  readonly identity: Identity | null;
}

/** What stands under an operation id: a subscription, or the mark of a `complete` that came first. */
export type OperationRow =
  | {
      readonly kind: 'subscription';
      readonly stamp: MessageStamp;
      readonly ttl: number;
      /** One for each topic, as the index has them. */
      readonly subscribers: readonly Subscriber[];
    }
  | { readonly kind: 'tombstone'; readonly stamp: MessageStamp; readonly ttl: number };
