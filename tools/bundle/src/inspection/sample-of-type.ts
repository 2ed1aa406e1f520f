import {
  GraphQLID,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLString,
  getNullableType,
  isEnumType,
  isListType,
  isObjectType,
} from 'graphql';
import { SAMPLES } from './samples.ts';

const MAX_DEPTH = 2;

const SCALARS: Readonly<Record<string, unknown>> = {
  Int: 1,
  Float: 1.5,
  Boolean: true,
  Date: SAMPLES.date,
  DateTime: SAMPLES['date-time'],
};

/**
 * A payload for the subscription field that is called as a topic: `commentAdded` as `COMMENT_ADDED`. Undefined where there
 * is none, or where it is no object. A field without `resolve` reads its value from the payload, under its own name.
 */
export function sampleOfField(schema: GraphQLSchema, label: string): unknown {
  const fields = Object.values(schema.getSubscriptionType()?.getFields() ?? {});
  const field = fields.find(({ name }) => plain(name) === plain(label));
  if (field === undefined) return undefined;
  const sample = sampleOfType(field.type, field.name, 0);
  return field.resolve === undefined ? { [field.name]: sample } : sample;
}

const plain = (name: string): string => name.replace(/[^a-z0-9]/gi, '').toLowerCase();

function sampleOfType(given: GraphQLOutputType, name: string, depth: number): unknown {
  const type = getNullableType(given);
  if (isListType(type)) return [sampleOfType(type.ofType, name, depth)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (type === GraphQLString || type === GraphQLID) return name;
  if (!isObjectType(type)) return SCALARS[String(type)] ?? null;
  if (depth >= MAX_DEPTH) return undefined;
  const fields = Object.values(type.getFields()).filter(({ args }) => args.length === 0);
  return Object.fromEntries(
    fields.map((field) => [field.name, sampleOfType(field.type, field.name, depth + 1)]),
  );
}
