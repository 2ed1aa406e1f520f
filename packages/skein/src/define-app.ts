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
  /** Any schema of the one copy of graphql that is installed. */
  readonly schema: GraphQLSchema;
  /** The one that the schema's resolvers publish and subscribe with, from `createPubSub`. */
  readonly pubsub: PubSub & PubSubBinding;
  /** Who may connect, from `defineAccess`. */
  readonly access: Access<Session>;
  /**
   * Builds the context value of every execution: of a query or mutation (`request`), of a subscribe resolver when a
   * subscription is stored (`subscribe`), and of a group of subscriptions when an event is delivered (`deliver`). Never
   * stored, never shared. A throw is an `error` for that operation. @default the input itself
   */
  readonly context?: (
    input: RequestContextInput<Session> | DeliverContextInput<NoInfer<DeliverySession>>,
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
  /** What one client may ask for. @default 100 subscriptions, 5,000 tokens, 5 s */
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
 * unknown option, a limit that is no positive whole number, a schema of another copy of graphql, or a pubsub or access that
 * was not made here.
 */
export const defineApp = <Session = null, DeliverySession = DefaultDeliverySession>(
  options: AppOptions<Session, DeliverySession>,
): App => {
  refuseUnknownOptions('defineApp', options, OPTIONS);
  refuseUnknownOptions('defineApp, limits,', options.limits ?? {}, Object.keys(DEFAULT_LIMITS));
  assertSchema(options.schema);
  assertMade(options.pubsub, PUBSUB);
  assertMade(options.access, ACCESS);
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
  try {
    if (isSchema(schema)) return;
  } catch (cause) {
    // graphql's own words where it finds a schema of another copy, but in production, where it only says no.
    throw otherGraphql(cause);
  }
  if (isTagged(schema, 'GraphQLSchema')) throw otherGraphql();
  throw new TypeError('defineApp needs a GraphQLSchema in `schema`.');
};

const isTagged = (value: unknown, tag: string): boolean =>
  Object.prototype.toString.call(value) === `[object ${tag}]`;

const otherGraphql = (cause?: unknown): TypeError =>
  new TypeError(
    `\`schema\` was made with another copy of graphql than the one that skein imports${graphqlPath()}. Keep one: \`npm ls graphql\` lists the versions. Two forms of one version, CommonJS and ES modules, are two copies as well; Vitest needs the alias that the README of skein shows.`,
    { cause },
  );

/** Where it is; nothing where that can't be asked, as in a bundle. */
const graphqlPath = (): string => {
  try {
    return ` (${import.meta.resolve('graphql')})`;
  } catch {
    return '';
  }
};

interface Part {
  readonly option: string;
  readonly members: readonly string[];
  readonly from: string;
}

const PUBSUB: Part = {
  option: 'pubsub',
  members: ['publish', 'subscribe', 'bind', 'settle', 'receive', 'matchingKeys'],
  from: 'createPubSub',
};

const ACCESS: Part = {
  option: 'access',
  members: ['authenticate', 'viewer', 'onDisconnect'],
  from: 'defineAccess',
};

/** One of another library looks the same to untyped code, and would fail only when somebody connects. */
const assertMade = (value: unknown, { option, members, from }: Part): void => {
  const has = typeof value === 'object' && value !== null ? value : {};
  const missing = members.filter((member) => !(member in has));
  if (missing.length === 0) return;
  throw new TypeError(
    `defineApp needs in \`${option}\` what ${from} returns, but what came has no ${missing.join(', ')}.`,
  );
};

const assertLimits = (limits: Limits): void => {
  for (const [name, value] of Object.entries(limits))
    if (!Number.isInteger(value) || value < 1)
      throw new TypeError(
        `defineApp needs a positive whole number in limits.${name}, but ${value} came.`,
      );
};
