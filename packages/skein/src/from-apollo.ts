import { type IExecutableSchemaDefinition, makeExecutableSchema } from '@graphql-tools/schema';
import type { Operation, RequestContextInput } from '@skein/inbound';
import type { FormattedError } from '@skein/protocol';
import type { DeliverContextInput } from '@skein/publisher';
import type { GraphQLError, GraphQLSchema } from 'graphql';
import { type ApolloSubscriptions, apolloAccess, type ConnectionContext } from './apollo-access.ts';
import { type App, type AppOptions, defineApp } from './define-app.ts';
import { refuseUnknownOptions } from './unknown-options.ts';

type Schema = IExecutableSchemaDefinition<never>;

/** What Apollo's `context` function gets: `req` over HTTP, `connection` for what came over a socket. */
export interface ApolloContextInput {
  readonly req?: { readonly headers: Readonly<Record<string, string>> };
  readonly connection?: {
    readonly context: ConnectionContext;
    /** Not at a delivery. */
    readonly query?: string;
    readonly variables?: Operation['variables'];
    readonly operationName?: string | null;
  };
}

/** The options that Apollo has no name for. */
type SkeinOptions = Pick<
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

/** The options of Apollo Server 2, as far as they concern what is run here, and beside them `pubsub`. */
export interface ApolloOptions extends Partial<SkeinOptions> {
  /** The one that the resolvers publish and subscribe with, from `createPubSub`. */
  readonly pubsub: SkeinOptions['pubsub'];
  readonly typeDefs?: Schema['typeDefs'];
  // biome-ignore lint/suspicious/noExplicitAny: resolver maps are typed by applications, each in its own way.
  readonly resolvers?: any;
  /** In place of `typeDefs` and `resolvers`. */
  readonly schema?: GraphQLSchema;
  /** A function, or the value for every execution. @default `{}` */
  // biome-ignore lint/suspicious/noExplicitAny: Apollo's own signature; applications destructure it unchecked.
  readonly context?: object | ((input: any) => unknown);
  readonly subscriptions?: ApolloSubscriptions | string | false;
  /** Runs for each error that is about to be sent. @default as they are */
  readonly formatError?: (error: GraphQLError) => FormattedError;
}

const SKEIN_OPTIONS = [
  'pubsub',
  'access',
  'deliverySession',
  'operations',
  'allowWithoutInit',
  'limits',
  'onSubscribe',
  'onComplete',
  'decodeEvent',
] as const satisfies (keyof SkeinOptions)[];

const APOLLO_OPTIONS = [
  'typeDefs',
  'resolvers',
  'schema',
  'context',
  'subscriptions',
  'formatError',
] as const satisfies (keyof ApolloOptions)[];

/** Options of Apollo's HTTP server and its tools: nothing here depends on them. */
const WITHOUT_EFFECT = ['introspection', 'playground', 'debug', 'tracing', 'engine', 'cors'];

const SUBSCRIPTIONS_OPTIONS = ['onConnect', 'onDisconnect', 'path', 'keepAlive'];

/**
 * Takes the options of Apollo Server 2 as they stand, and the pubsub of the resolvers. Deliveries see the whole of
 * `connection.context`, and are grouped by it. Throws a TypeError for an option that can't be honoured.
 */
export function fromApollo(options: ApolloOptions): App {
  const { subscriptions, formatError } = options;
  const known = [...APOLLO_OPTIONS, ...SKEIN_OPTIONS, ...WITHOUT_EFFECT];
  refuseUnknownOptions('fromApollo', options, known);
  const hooks = typeof subscriptions === 'object' ? subscriptions : {};
  refuseUnknownOptions('fromApollo, subscriptions,', hooks, SUBSCRIPTIONS_OPTIONS);

  return defineApp<ConnectionContext | null, unknown>({
    operations: subscriptions === false ? ['query', 'mutation'] : ALL_OPERATIONS,
    access: apolloAccess(hooks),
    deliverySession: (session) => session,
    ...pick(options, SKEIN_OPTIONS),
    pubsub: options.pubsub,
    schema: schemaOf(options),
    context: contextOf(options.context),
    ...(formatError && { onError: ({ errors }) => errors.map((error) => formatError(error)) }),
  });
}

const ALL_OPERATIONS = ['query', 'mutation', 'subscription'] as const;

function schemaOf({ schema, typeDefs, resolvers }: ApolloOptions): GraphQLSchema {
  if (schema !== undefined) return schema;
  if (typeDefs === undefined) throw new TypeError('fromApollo needs typeDefs, or a schema.');
  return makeExecutableSchema({ typeDefs, ...(resolvers && { resolvers }) });
}

function contextOf(
  context: ApolloOptions['context'] = {},
): NonNullable<AppOptions<ConnectionContext | null, unknown>['context']> {
  // A copy each time, as Apollo makes one: an execution may write to its context.
  if (typeof context !== 'function') return () => ({ ...context });
  return (input) => context(apolloContextInput(input));
}

function apolloContextInput(
  input: RequestContextInput<ConnectionContext | null> | DeliverContextInput<unknown>,
): ApolloContextInput {
  if (input.phase === 'deliver') {
    return { connection: { context: (input.session ?? {}) as ConnectionContext } };
  }
  const { session, operation, headers } = input;
  if (operation.connectionId === null) return { req: { headers } };
  const { query, variables, operationName } = operation;
  return { connection: { context: session ?? {}, query, variables, operationName } };
}

function pick<Options extends object, Name extends keyof Options>(
  options: Options,
  names: readonly Name[],
): Partial<Pick<Options, Name>> {
  const given = names.filter((name) => options[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, options[name]])) as Pick<Options, Name>;
}
