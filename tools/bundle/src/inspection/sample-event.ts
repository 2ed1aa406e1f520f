import type { GraphQLSchema } from 'graphql';
import { sampleOfJsonSchema } from './sample-of-json-schema.ts';
import { sampleOfField } from './sample-of-type.ts';

/** One event to try an application with. */
export interface SampleEvent {
  readonly topic: string;
  readonly payload: unknown;
}

/** A topic, as far as it is read here. */
interface TopicLike {
  readonly label: string;
  readonly keys: readonly string[];
  readonly payload: StandardSchema | null;
}

/** A Standard Schema, and the JSON Schema that some libraries tell of it. */
interface StandardSchema {
  readonly '~standard': {
    readonly validate: (value: unknown) => unknown;
    readonly jsonSchema?: {
      readonly input: (options: { readonly target: string }) => unknown;
    };
  };
}

/**
 * An event on the first declared topic that fits its payload's schema, as far as that tells what fits: else like the type
 * of the field that is called as the topic, else with the keys alone. Null where no topic is declared.
 */
export async function sampleEvent(
  topics: readonly unknown[],
  schema: GraphQLSchema,
): Promise<SampleEvent | null> {
  const [topic] = topics.filter(isTopic);
  if (topic === undefined) return null;
  const candidates = [ofJsonSchema(topic), sampleOfField(schema, topic.label)].filter(isRecord);
  const keyed = candidates.map((candidate) => ({ ...keysOf(topic), ...candidate }));
  for (const payload of keyed) {
    if (await fits(topic, payload)) return { topic: topic.label, payload };
  }
  return { topic: topic.label, payload: keyed[0] ?? keysOf(topic) };
}

function isTopic(value: unknown): value is TopicLike {
  return isRecord(value) && typeof value.label === 'string' && Array.isArray(value.keys);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const keysOf = ({ keys }: TopicLike): Readonly<Record<string, unknown>> =>
  Object.fromEntries(keys.map((key) => [key, key]));

function ofJsonSchema({ payload }: TopicLike): unknown {
  try {
    return sampleOfJsonSchema(
      payload?.['~standard'].jsonSchema?.input({ target: 'draft-2020-12' }),
    );
  } catch {
    return undefined; // a schema that JSON Schema can't express
  }
}

async function fits({ payload }: TopicLike, value: unknown): Promise<boolean> {
  if (payload === null) return true;
  try {
    const result = await payload['~standard'].validate(value);
    return isRecord(result) && !result.issues;
  } catch {
    return false; // one that asks a database, say
  }
}
