import type { Log, PublishedEvent } from '@skein/pubsub';
import {
  defaultFieldResolver,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isNonNullType,
} from 'graphql';

export interface PayloadFieldOptions {
  readonly event: PublishedEvent;
  /** Whether the event's topic is declared, so that its payload is the object itself. */
  readonly isDeclared: boolean;
  readonly log: Log;
}

/** What was told of a schema already: it would be the same with every event. */
const told = new WeakMap<GraphQLSchema, Set<string>>();

/**
 * Makes graphql's default resolver, but that it says so where a subscription field looks for its own name in the payload of
 * a declared topic, and nothing of that name is there: such a field needs a `resolve`. A payload in Apollo's form,
 * `{ commentAdded: {...} }`, has the name, and a label that is not declared may have any payload.
 */
export function payloadFieldResolver({
  event,
  isDeclared,
  log,
}: PayloadFieldOptions): GraphQLFieldResolver<unknown, unknown> {
  return (source, args, context, info) => {
    const value = defaultFieldResolver(source, args, context, info);
    if (value !== undefined || !isDeclared) return value;
    const { schema, parentType, fieldName, returnType } = info;
    if (parentType !== schema.getSubscriptionType() || has(source, fieldName)) return value;

    const field = `${parentType.name}.${fieldName}`;
    const message = `${field} has no \`resolve\`, and the payload of ${event.label} no field "${fieldName}": the payload of a declared topic is the object itself. Give the field \`resolve: (payload) => payload\`, or publish { ${fieldName}: ... }.`;
    const known = told.get(schema) ?? new Set();
    told.set(schema, known);
    if (!known.has(field))
      log.warn('field_without_resolve', { field, topic: event.label, message });
    known.add(field);
    // Null would be an error in any case, and a less telling one.
    if (isNonNullType(returnType)) throw new GraphQLError(message);
    return value;
  };
}

const has = (source: unknown, name: string): boolean =>
  typeof source !== 'object' || source === null || name in source;
