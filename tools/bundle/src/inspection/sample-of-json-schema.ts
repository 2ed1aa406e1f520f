import { SAMPLES } from './samples.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** How deep a schema that contains itself is followed. */
const MAX_DEPTH = 6;

const STRINGS: Readonly<Record<string, string>> = SAMPLES;

/** Where a schema stands: what its references lead into, how deep it is, and the name of the field that it is for. */
interface Place {
  readonly root: unknown;
  readonly depth: number;
  readonly name: string;
}

/**
 * A value that a JSON Schema takes, as far as it is read: types, formats, bounds, enumerations, objects and lists. Free text
 * is the field's name, as in the console page's examples: an event then meets a subscription that has it for an argument.
 */
export function sampleOfJsonSchema(
  schema: unknown,
  { root, depth, name }: Place = { root: schema, depth: 0, name: 'text' },
): unknown {
  if (!isSchema(schema) || depth > MAX_DEPTH) return undefined;
  const sample = (inner: unknown, innerName = name) =>
    sampleOfJsonSchema(inner, { root, depth: depth + 1, name: innerName });
  if ('const' in schema) return schema.const;
  if ('default' in schema) return schema.default;
  if (Array.isArray(schema.examples) && schema.examples.length > 0) return schema.examples[0];
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if (typeof schema.$ref === 'string') return sample(referenced(schema.$ref, root));
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(alternatives)) return sample(alternatives.find(isNotNull) ?? alternatives[0]);
  if (Array.isArray(schema.allOf))
    return Object.assign({}, ...schema.allOf.map((part) => sample(part)));
  switch (typeOf(schema)) {
    case 'string':
      return stringOf(schema, name);
    case 'number':
    case 'integer':
      return numberOf(schema);
    case 'boolean':
      return true;
    case 'array':
      return 'items' in schema ? [sample(schema.items)] : [];
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([field, inner]) => [
          field,
          sample(inner, field),
        ]),
      );
    default:
      return null;
  }
}

const isSchema = (schema: unknown): schema is JsonSchema =>
  typeof schema === 'object' && schema !== null;

function typeOf({ type }: JsonSchema): unknown {
  return Array.isArray(type) ? (type.find((one) => one !== 'null') ?? type[0]) : type;
}

const isNotNull = (schema: unknown): boolean => isSchema(schema) && schema.type !== 'null';

/** `#/$defs/Name`, or `#` itself. */
function referenced(ref: string, root: unknown): unknown {
  if (!ref.startsWith('#')) return undefined;
  return ref
    .split('/')
    .slice(1)
    .reduce<unknown>((schema, name) => (isSchema(schema) ? schema[name] : undefined), root);
}

function stringOf({ format, minLength }: JsonSchema, name: string): string {
  const text = (typeof format === 'string' ? STRINGS[format] : undefined) ?? name;
  return typeof minLength === 'number' ? text.padEnd(minLength, 'x') : text;
}

function numberOf({ minimum, exclusiveMinimum, maximum }: JsonSchema): number {
  // zod tells the bounds of an integer by those of a safe one.
  const least = [minimum, exclusiveMinimum].find((bound) => typeof bound === 'number') ?? 0;
  if (least > 0) return exclusiveMinimum === least ? least + 1 : least;
  return typeof maximum === 'number' && maximum < 1 ? maximum : 1;
}
