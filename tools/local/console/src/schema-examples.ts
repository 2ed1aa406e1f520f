import {
  type GraphQLArgument,
  type GraphQLField,
  GraphQLID,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLString,
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
} from 'graphql';

/** What a tab of GraphiQL holds at first. */
export interface Example {
  readonly query: string;
  readonly variables?: string;
}

/** More tabs than these nobody looks through. */
const MAX_EXAMPLES = 16;

/** Objects below a field that are selected from, and input objects within each other. */
const MAX_DEPTH = 2;
const MAX_INPUT_DEPTH = 4;

const SAMPLES: Readonly<Record<string, unknown>> = {
  Int: 1,
  Float: 1.5,
  Boolean: true,
  Date: '2026-01-31',
  DateTime: '2026-01-31T12:00:00Z',
  JSON: {},
  JSONObject: {},
};

/**
 * A valid document for each field of the root types, subscriptions first, with values for the arguments that a field
 * requires.
 */
export function schemaExamples(schema: GraphQLSchema): readonly Example[] {
  const roots = [
    ['subscription', schema.getSubscriptionType()],
    ['mutation', schema.getMutationType()],
    ['query', schema.getQueryType()],
  ] as const;
  const examples = roots.flatMap(([operation, type]) =>
    Object.values(type?.getFields() ?? {}).map((field) => exampleOf(operation, field)),
  );
  return examples.slice(0, MAX_EXAMPLES);
}

type Field = GraphQLField<unknown, unknown>;

function exampleOf(operation: string, field: Field): Example {
  const { name, args } = field;
  const required = args.filter(isRequiredArgument);
  const declared = parenthesised(required.map((arg) => `$${arg.name}: ${arg.type}`));
  const passed = parenthesised(
    required.map((arg) => `${arg.name}: $${arg.name}`),
    '  ',
  );
  const call = `${name}${passed}${selection(field.type, 1)}`;
  const query = `${operation} ${capitalised(name)}${declared} {\n  ${call}\n}\n`;
  if (required.length === 0) return { query };
  return { query, variables: JSON.stringify(samplesOf(required), null, 2) };
}

/** One to a line, for the editor is narrow; nothing where there are none. */
function parenthesised(parts: readonly string[], indent = ''): string {
  if (parts.length === 0) return '';
  return `(\n${parts.map((part) => `${indent}  ${part}\n`).join('')}${indent})`;
}

/** The fields that can be had without arguments; `__typename` where there are none. */
function selection(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return '';
  const fields = isUnionType(named) ? [] : Object.values(named.getFields());
  const chosen = fields
    .filter(({ args }) => !args.some(isRequiredArgument))
    .filter((field) => depth < MAX_DEPTH || !isCompositeType(getNamedType(field.type)))
    .map((field) => `${field.name}${selection(field.type, depth + 1)}`);
  const lines = chosen.length === 0 ? ['__typename'] : chosen;
  const indent = '  '.repeat(depth + 1);
  return ` {\n${lines.map((line) => `${indent}${line}\n`).join('')}${'  '.repeat(depth)}}`;
}

function samplesOf(args: readonly GraphQLArgument[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(args.map(({ name, type }) => [name, sampleOf(type, name, 0)]));
}

function sampleOf(given: GraphQLInputType, name: string, depth: number): unknown {
  const type = getNullableType(given);
  if (isListType(type)) return depth > MAX_INPUT_DEPTH ? [] : [sampleOf(type.ofType, name, depth)];
  if (isEnumType(type)) return type.getValues()[0]?.name ?? null;
  if (type === GraphQLString || type === GraphQLID) return name;
  if (!isInputObjectType(type)) return SAMPLES[type.name] ?? null;
  const fields = Object.values(type.getFields());
  // Exactly one of these is given.
  const chosen = type.isOneOf ? fields.slice(0, 1) : fields.filter(isRequiredInputField);
  return Object.fromEntries(
    chosen.map((field) => [field.name, sampleOf(field.type, field.name, depth + 1)]),
  );
}

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
