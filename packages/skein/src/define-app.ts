import type { InboundApp, Limits, OperationType, RequestContextInput } from '@skein/inbound';
import type { Access } from '@skein/inbound/access';
import type { Json } from '@skein/protocol';
import type { DeliverContextInput, PublisherApp } from '@skein/publisher';
import type { PubSub, PubSubBinding } from '@skein/pubsub';
import { type GraphQLSchema, isSchema, type ValidationRule } from 'graphql';
import { refuseUnknownOptions } from './unknown-options.ts';

/** What a delivery sees of a session unless `deliverySession` says otherwise. */
export type DefaultDeliverySession = { readonly id: string } | null;

/** What an application is made of. */
export interface AppOptions<Session, DeliverySession> {
  readonly schema: GraphQLSchema;
  readonly pubsub: PubSub & PubSubBinding;
  readonly access: Access<Session>;
  /**
   * Builds the context value of every execution: of a query or mutation (`request`), of a subscribe resolver when a
   * subscription is stored (`subscribe`), and of a group of subscriptions when an event is delivered (`deliver`). Never
   * stored, never shared. A throw is an `error` for that operation. @default the input itself
   */
  readonly context?: (
    input: RequestContextInput<Session> | DeliverContextInput<DeliverySession>,
  ) => unknown;
  /**
   * All of the session that deliveries see: JSON, kept with each subscription. Subscriptions with an equal one are
   * executed together, so it holds nothing that differs without need. @default `{ id: <viewer> }`, or null for nobody
   */
  readonly deliverySession?: (session: Session) => DeliverySession;
  /** Which operations the WebSocket takes. @default all three */
  readonly operations?: readonly OperationType[];
  /** Whether a legacy `start` without `connection_init` runs anonymously. @default false */
  readonly allowWithoutInit?: boolean;
  readonly limits?: Partial<Limits>;
  /** What documents must obey beside the specification, on the socket and over HTTP: a depth limit, for example. @default nothing */
  readonly validationRules?: readonly ValidationRule[];
  /** In the message Lambda, once per operation, after validation. Returned errors answer the client instead of a run. */
  readonly onSubscribe?: InboundApp<Session>['onSubscribe'];
  /** In the message Lambda, when a client's `complete` or `stop` removed a stored subscription. Not on a disconnect. */
  readonly onComplete?: InboundApp<Session>['onComplete'];
  /** In the message, graphql, publisher and fanout Lambdas, for errors that are about to be sent; what it returns is sent instead. */
  readonly onError?: InboundApp<Session>['onError'];
  /** Reads SNS messages of an adopter's own shape; null for one that it does not know. @default the envelope alone */
  readonly decodeEvent?: PublisherApp['decodeEvent'];
}

/** An application as the handlers take it. */
export type App = Omit<InboundApp, 'context'> &
  Omit<PublisherApp, 'context'> & {
    readonly context: (input: RequestContextInput<Json> | DeliverContextInput<Json>) => unknown;
  };

const DEFAULT_LIMITS: Limits = {
  subscriptionsPerConnection: 100,
  documentTokens: 5_000,
  subscribeMs: 5_000,
};

const OPTIONS = [
  'schema',
  'pubsub',
  'access',
  'context',
  'deliverySession',
  'operations',
  'allowWithoutInit',
  'limits',
  'validationRules',
  'onSubscribe',
  'onComplete',
  'onError',
  'decodeEvent',
];

const OPERATIONS: readonly OperationType[] = ['query', 'mutation', 'subscription'];

/**
 * Puts an application together: what the message, publisher, fanout and graphql handlers take. Throws a TypeError for an
 * unknown option, a limit that is no positive whole number, or a schema of another copy of graphql.
 */
export const defineApp = <Session = null, DeliverySession = DefaultDeliverySession>(
  options: AppOptions<Session, DeliverySession>,
): App => {
  refuseUnknownOptions('defineApp', options, OPTIONS);
  refuseUnknownOptions('defineApp, limits,', options.limits ?? {}, Object.keys(DEFAULT_LIMITS));
  assertSchema(options.schema);
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  assertLimits(limits);
  const { access } = options;
  const app = {
    schema: options.schema,
    pubsub: options.pubsub,
    access,
    context: options.context ?? ((input) => input),
    deliverySession: options.deliverySession ?? defaultDeliverySession(access),
    operations: options.operations ?? OPERATIONS,
    allowWithoutInit: options.allowWithoutInit ?? false,
    limits,
    validationRules: options.validationRules ?? [],
    onSubscribe: options.onSubscribe ?? (() => undefined),
    onComplete: options.onComplete ?? (() => undefined),
    onError: options.onError ?? (() => undefined),
    decodeEvent: options.decodeEvent ?? null,
  };
  // Handlers read sessions back from JSON: what `Session` promised was checked where it was made, by `authenticate`.
  return app as unknown as App;
};

const defaultDeliverySession =
  <Session>({ viewer }: Access<Session>) =>
  (session: Session): DefaultDeliverySession => {
    const id = viewer(session);
    return id === null ? null : { id };
  };

const assertSchema = (schema: unknown): void => {
  if (isSchema(schema)) return;
  throw new TypeError('defineApp needs a GraphQLSchema in `schema`.');
};

const assertLimits = (limits: Limits): void => {
  for (const [name, value] of Object.entries(limits))
    if (!Number.isInteger(value) || value < 1)
      throw new TypeError(
        `defineApp needs a positive whole number in limits.${name}, but ${value} came.`,
      );
};
