import { NoSchemaIntrospectionCustomRule } from 'graphql';
import { type App, defineApp } from '../define-app.ts';
import { apolloAccess, type ConnectionContext } from './apollo-access.ts';
import { contextOf } from './apollo-context.ts';
import { onErrorOf } from './apollo-errors.ts';
import { type ApolloOptions, assertApolloOptions, SKEIN_OPTIONS } from './apollo-options.ts';
import { schemaOf } from './apollo-schema.ts';

/**
 * Takes the options of Apollo Server 2 as they stand, and the pubsub of the resolvers. Deliveries see the whole of
 * `connection.context`, and are grouped by it. Throws a TypeError for an option that can't be honoured.
 */
export function fromApollo(options: ApolloOptions): App {
  assertApolloOptions(options);
  const { subscriptions, viewer, expiresAt, upgradeHeaders, pubsub } = options;
  const hooks = typeof subscriptions === 'object' ? subscriptions : {};
  const access = apolloAccess(hooks, {
    pubsub,
    ...(viewer && { viewer }),
    ...(expiresAt && { expiresAt }),
    ...(upgradeHeaders && { upgradeHeaders }),
  });
  const schema = schemaOf(options);

  return defineApp<ConnectionContext | null, unknown>({
    operations: subscriptions === false ? ['query', 'mutation'] : ALL_OPERATIONS,
    access,
    deliverySession: (session) => session,
    ...pick(options, SKEIN_OPTIONS),
    pubsub,
    schema,
    context: contextOf(options, schema),
    validationRules: rulesOf(options),
    onError: onErrorOf(options),
  });
}

const ALL_OPERATIONS = ['query', 'mutation', 'subscription'] as const;

function rulesOf({ introspection, validationRules = [] }: ApolloOptions) {
  // Destructured: bundlers put a value of their own in place of the usual spelling.
  const { NODE_ENV } = process.env;
  const isOpen = introspection ?? NODE_ENV !== 'production';
  return isOpen ? validationRules : [...validationRules, NoSchemaIntrospectionCustomRule];
}

function pick<Options extends object, Name extends keyof Options>(
  options: Options,
  names: readonly Name[],
): Partial<Pick<Options, Name>> {
  const given = names.filter((name) => options[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, options[name]])) as Pick<Options, Name>;
}
