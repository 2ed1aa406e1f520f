import type { FormattedError } from '@skein/protocol';
import type { DocumentNode, GraphQLError, GraphQLSchema, ValidationRule } from 'graphql';
import type { AppOptions } from '../define-app.ts';
import { refuseUnknownOptions } from '../unknown-options.ts';
import type {
  ApolloAccessOptions,
  ApolloSubscriptions,
  ConnectionContext,
} from './apollo-access.ts';
import type { ApolloDataSource } from './data-sources.ts';

/** SDL, as text or parsed. */
export type ApolloTypeDefs = string | DocumentNode;

/** One of Apollo's `modules`. */
export type ApolloModule =
  | DocumentNode
  // biome-ignore lint/suspicious/noExplicitAny: resolver maps are typed by applications, each in its own way.
  | { readonly typeDefs: DocumentNode; readonly resolvers?: any };

/** The options that Apollo has no name for. */
export type ApolloSkeinOptions = Pick<
  AppOptions<ConnectionContext | null, unknown>,
  | 'pubsub'
  | 'access'
  | 'deliverySession'
  | 'operations'
  | 'allowWithoutInit'
  | 'limits'
  | 'onSubscribe'
  | 'onComplete'
  | 'decodeEvent'
>;

/** Options of Apollo's server process. They may stay, and have no effect. */
export type ApolloIgnoredOption =
  | 'playground'
  | 'cors'
  | 'logger'
  | 'onHealthCheck'
  | 'stopOnTerminationSignals'
  | 'stopGracePeriodMillis'
  | 'experimental_approximateDocumentStoreMiB';

/** Options that can't be honoured: a value that asks for something is an error. */
export type ApolloRefusedOption =
  | 'plugins'
  | 'extensions'
  | 'formatResponse'
  | 'rootValue'
  | 'fieldResolver'
  | 'executor'
  | 'persistedQueries'
  | 'cacheControl'
  | 'tracing'
  | 'uploads'
  | 'apollo'
  | 'engine'
  | 'gateway'
  | 'schemaDirectives'
  | 'mocks'
  | 'mockEntireSchema'
  | 'parseOptions';

/** The options of Apollo Server 2, as far as they concern what is run here, and beside them `pubsub`. */
export interface ApolloOptions
  extends Partial<ApolloSkeinOptions>,
    Omit<ApolloAccessOptions, 'pubsub'>,
    Readonly<Partial<Record<ApolloIgnoredOption | ApolloRefusedOption, unknown>>> {
  /** The one that the resolvers publish and subscribe with, from `createPubSub`; `onDisconnect` may publish with it, too. */
  readonly pubsub: ApolloSkeinOptions['pubsub'];
  readonly typeDefs?: ApolloTypeDefs | readonly ApolloTypeDefs[];
  // biome-ignore lint/suspicious/noExplicitAny: resolver maps are typed by applications, each in its own way.
  readonly resolvers?: any;
  /** In place of `typeDefs` and `resolvers`. */
  readonly modules?: readonly ApolloModule[];
  /** In place of `typeDefs` and `resolvers`. */
  readonly schema?: GraphQLSchema;
  /**
   * A function, which runs for every execution, or the value for each of them. @default `{}` over HTTP; on a socket the
   * fields of `connection.context`, and `connection` itself
   */
  // biome-ignore lint/suspicious/noExplicitAny: Apollo's own signature; applications destructure it unchecked.
  readonly context?: object | ((input: any) => unknown);
  /** Runs for every execution, those of subscriptions included; their results are `context.dataSources`. */
  readonly dataSources?: () => Readonly<Record<string, ApolloDataSource>>;
  /** What data sources keep responses in. @default nothing is kept between executions */
  readonly cache?: object;
  readonly subscriptions?: ApolloSubscriptions | string | boolean;
  /** Runs for each error that is about to be sent. @default as they are, with a code */
  readonly formatError?: (error: GraphQLError) => FormattedError | Error;
  /** Whether errors carry their stack trace. @default false */
  readonly debug?: boolean;
  /** @default whether the variable `NODE_ENV` is not `production` */
  readonly introspection?: boolean;
  readonly validationRules?: readonly ValidationRule[];
}

export const SKEIN_OPTIONS = [
  'pubsub',
  'access',
  'deliverySession',
  'operations',
  'allowWithoutInit',
  'limits',
  'onSubscribe',
  'onComplete',
  'decodeEvent',
] as const satisfies readonly (keyof ApolloSkeinOptions)[];

const ACCESS_OPTIONS = [
  'viewer',
  'expiresAt',
  'upgradeHeaders',
] as const satisfies readonly (keyof ApolloAccessOptions)[];

const APOLLO_OPTIONS = [
  'typeDefs',
  'resolvers',
  'modules',
  'schema',
  'context',
  'dataSources',
  'cache',
  'subscriptions',
  'formatError',
  'debug',
  'introspection',
  'validationRules',
] as const satisfies readonly (keyof ApolloOptions)[];

/** Options of Apollo's server process: what they set is set elsewhere here, or is not there. */
const WITHOUT_EFFECT = [
  'playground',
  'cors',
  'logger',
  'onHealthCheck',
  'stopOnTerminationSignals',
  'stopGracePeriodMillis',
  'experimental_approximateDocumentStoreMiB',
] as const satisfies readonly ApolloIgnoredOption[];

/** Whether a value of an option asks for anything. */
type Asks = (value: unknown) => boolean;

const truthy: Asks = (value) => Boolean(value);
const given: Asks = (value) => value !== undefined && value !== null;
const filled: Asks = (value) => truthy(value) && Object.keys(value as object).length > 0;

const OVER_HTTP =
  'Apollo Server 2 honours it over HTTP alone, and so may an HTTP server of yours that publishes through the same pubsub.';

/** What can't be honoured, when a value asks for it, and what to do instead. */
const REFUSED: Readonly<Record<ApolloRefusedOption, readonly [Asks, string]>> = {
  plugins: [filled, OVER_HTTP],
  extensions: [filled, OVER_HTTP],
  formatResponse: [given, OVER_HTTP],
  rootValue: [given, OVER_HTTP],
  fieldResolver: [given, OVER_HTTP],
  executor: [given, OVER_HTTP],
  persistedQueries: [truthy, OVER_HTTP],
  cacheControl: [truthy, OVER_HTTP],
  tracing: [truthy, OVER_HTTP],
  uploads: [truthy, OVER_HTTP],
  apollo: [truthy, 'Nothing is reported to Apollo Studio.'],
  engine: [truthy, 'Nothing is reported to Apollo Studio.'],
  gateway: [given, 'Apollo Server 2 has no subscriptions with a gateway either.'],
  schemaDirectives: [
    filled,
    'Transform the schema with mapSchema of @graphql-tools/utils and hand it over as `schema`.',
  ],
  mocks: [truthy, 'Mock the schema with @graphql-tools/mock and hand it over as `schema`.'],
  mockEntireSchema: [
    given,
    'Mock the schema with @graphql-tools/mock and hand it over as `schema`.',
  ],
  parseOptions: [filled, 'Documents are parsed as the specification has it.'],
};

/** Throws a TypeError for an option that is not known or can't be honoured: none is dropped that would change an answer. */
export function assertApolloOptions(options: ApolloOptions): void {
  const refused = Object.entries(REFUSED);
  refuseUnknownOptions('fromApollo', options, [
    ...APOLLO_OPTIONS,
    ...SKEIN_OPTIONS,
    ...ACCESS_OPTIONS,
    ...WITHOUT_EFFECT,
    ...refused.map(([name]) => name),
  ]);
  for (const [name, [asks, instead]] of refused) {
    if (asks(options[name as ApolloRefusedOption]) && !isMockedOff(name, options)) {
      throw new TypeError(`fromApollo takes no ${name}. ${instead}`);
    }
  }
  assertOneAccess(options);
}

/** `mocks: false` turns `mockEntireSchema` off. */
const isMockedOff = (name: string, { mocks }: ApolloOptions): boolean =>
  name === 'mockEntireSchema' && mocks === false;

function assertOneAccess(options: ApolloOptions): void {
  if (options.access === undefined) return;
  const { subscriptions } = options;
  const hooks = typeof subscriptions === 'object' ? Object.keys(subscriptions) : [];
  const double = [
    ...hooks.filter((name) => name === 'onConnect' || name === 'onDisconnect'),
    ...ACCESS_OPTIONS.filter((name) => options[name] !== undefined),
  ];
  if (double.length === 0) return;
  throw new TypeError(
    `fromApollo takes access, or ${double.join(', ')}: give them to apolloAccess, which made the access.`,
  );
}
