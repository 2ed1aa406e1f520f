import type { RequestContextInput } from '@skein/inbound';
import type { JsonObject } from '@skein/protocol';
import type { DeliverContextInput } from '@skein/publisher';
import type { GraphQLSchema } from 'graphql';
import type { AppOptions } from '../define-app.ts';
import type { ConnectionContext } from './apollo-access.ts';
import type { ApolloOptions } from './apollo-options.ts';
import { addDataSources } from './data-sources.ts';
import { refuseAbsent } from './refuse-absent.ts';

/** An HTTP request, as far as it is known. Reading anything else of it throws. */
export interface ApolloRequest {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** What came over a socket: subscriptions-transport-ws's `ExecutionParams`. */
export interface ApolloConnection {
  readonly query: string;
  /** Empty where there are none. */
  readonly variables: JsonObject;
  readonly operationName: string | undefined;
  /** What `onConnect` returned, as JSON keeps it; at a delivery what `deliverySession` left of it. */
  readonly context: ConnectionContext;
  readonly schema: GraphQLSchema;
}

/** What Apollo's `context` function gets: `req` over HTTP, the others for what came over a socket. */
export interface ApolloContextInput {
  readonly req?: ApolloRequest;
  readonly connection?: ApolloConnection;
  /** The client's message; at a delivery without `extensions`. */
  readonly payload?: Pick<ApolloConnection, 'query' | 'variables' | 'operationName'> & {
    readonly extensions?: JsonObject;
  };
}

type Input = RequestContextInput<ConnectionContext | null> | DeliverContextInput<unknown>;

/** Builds contexts as Apollo Server 2 does: anew for every execution, deliveries included. */
export function contextOf(
  { context, dataSources, cache }: Pick<ApolloOptions, 'context' | 'dataSources' | 'cache'>,
  schema: GraphQLSchema,
): NonNullable<AppOptions<ConnectionContext | null, unknown>['context']> {
  return async (input) => {
    const value = await contextValue(context, apolloContextInput(input, schema));
    return dataSources === undefined ? value : addDataSources(value, dataSources, cache);
  };
}

async function contextValue(
  context: ApolloOptions['context'],
  input: ApolloContextInput,
): Promise<unknown> {
  if (typeof context === 'function') return context(input);
  if (context !== undefined) return copyOf(context);
  // Its documentation says `context.currentUser`, its source `context.connection.context.currentUser`: both are there.
  const { connection } = input;
  return connection === undefined ? {} : { ...connection.context, connection };
}

/** An execution may write to its context, and the context may be an instance of a class. */
function copyOf(value: object): object {
  return Object.assign(Object.create(Object.getPrototypeOf(value)), value);
}

function apolloContextInput(input: Input, schema: GraphQLSchema): ApolloContextInput {
  const { session, operation } = input;
  if ('connectionId' in operation && operation.connectionId === null) {
    return { req: httpRequest('headers' in input ? input.headers : {}) };
  }
  const sent = {
    query: operation.query,
    // The store keeps no empty ones.
    variables: operation.variables ?? {},
    operationName: operation.operationName ?? undefined,
  };
  const extensions = ('extensions' in operation && operation.extensions) || null;
  // Sessions are JSON of what `onConnect` made, or what `deliverySession` left of it.
  const context = (session ?? {}) as ConnectionContext;
  return {
    connection: { ...sent, context, schema },
    payload: { ...sent, ...(extensions !== null && { extensions }) },
  };
}

const httpRequest = (headers: ApolloRequest['headers']): ApolloRequest =>
  refuseAbsent(
    { headers },
    (name) => `req.${name} is not known here: of an HTTP request there are headers.`,
  );
