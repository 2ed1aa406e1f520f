import type { OnError } from '@skein/execution';
import type { Json, JsonObject } from '@skein/protocol';
import type { EventEnvelope, PubSub, PubSubBinding } from '@skein/pubsub';
import type { GraphQLSchema } from 'graphql';

/** What `context` gets at a delivery: of the session, only what `deliverySession` kept of it. */
export interface DeliverContextInput<DeliverySession> {
  readonly phase: 'deliver';
  readonly session: DeliverySession;
  /** The subscription as its client sent it; `operationName` is the document's where that has one operation. */
  readonly operation: {
    readonly query: string;
    readonly operationName: string | null;
    readonly variables: JsonObject | null;
  };
}

/** What publisher runs of an application; `skein`'s `defineApp` makes one. */
export interface PublisherApp<DeliverySession = Json> {
  readonly schema: GraphQLSchema;
  readonly pubsub: PubSub & PubSubBinding;
  /** Runs once per group and event. A throw is `error` for the group's subscriptions. */
  readonly context: (input: DeliverContextInput<DeliverySession>) => unknown;
  /** For errors that are about to be sent; what it returns is sent instead. */
  readonly onError: OnError;
  /** Reads message shapes other than the envelope (an adopter's own); null where it does not know the message either. */
  readonly decodeEvent: ((text: string) => EventEnvelope | null) | null;
}
