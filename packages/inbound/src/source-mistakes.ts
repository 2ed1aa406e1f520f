import { GraphQLError, type GraphQLFieldResolver } from 'graphql';

/** What graphql says of a `subscribe` that returns anything else. */
const NO_SOURCE = /^Subscription field must return Async Iterable/;

const NO_SOURCE_FIX =
  'Let the `subscribe` of the field return what pubsub.subscribe(topic) returns; is a `return` missing?';

/** An error of opening a source, with what to do where it is a developer's usual mistake. */
export function withFix(error: GraphQLError): GraphQLError {
  if (!NO_SOURCE.test(error.message)) return error;
  const message = `${error.message.replace(/\.?$/, '.')} ${NO_SOURCE_FIX}`;
  return new GraphQLError(message, { originalError: error });
}

/** Stands for the `subscribe` of a field that has none: graphql would look for a source in a root value, which there never is. */
export const noSubscribe: GraphQLFieldResolver<unknown, unknown> = (
  _root,
  _args,
  _context,
  info,
) => {
  throw new GraphQLError(
    `${info.parentType.name}.${info.fieldName} has no \`subscribe\`: give the field one that returns what pubsub.subscribe(topic) returns.`,
  );
};
