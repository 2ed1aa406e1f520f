import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/** ISO 8601 in UTC: `2026-01-31T12:00:00.000Z`. */
const PATTERN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

const parse = (value: unknown): string => {
  if (typeof value === 'string' && PATTERN.test(value) && !Number.isNaN(Date.parse(value)))
    return value;
  throw new GraphQLError('DateTime is an ISO 8601 string in UTC, as 2026-01-31T12:00:00.000Z.');
};

export const dateTime = new GraphQLScalarType({
  name: 'DateTime',
  description: 'A moment, as an ISO 8601 string in UTC.',
  serialize: (value) => parse(value instanceof Date ? value.toISOString() : value),
  parseValue: parse,
  parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
});
