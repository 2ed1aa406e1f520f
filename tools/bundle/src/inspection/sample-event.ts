import type { GraphQLSchema } from 'graphql';
import { fitted, type Validator } from './fitted.ts';
import { isRecord } from './is-record.ts';
import { sampleOfJsonSchema } from './sample-of-json-schema.ts';
import { sampleOfField } from './sample-of-type.ts';

/** One event to try an application with. */
export interface SampleEvent {
  readonly topic: string;
  readonly payload: unknown;
  /** False where nobody can tell what its payload consists of: then it has to be filled in. */
  readonly isWhole: boolean;
}

/** A topic that an application declares. */
export interface DeclaredTopic {
  readonly label: string;
  readonly keys: readonly string[];
}

/** A topic, as far as it is read here. */
interface TopicLike extends DeclaredTopic {
  readonly payload: StandardSchema | null;
}

/** A Standard Schema, and the JSON Schema that some libraries tell of it. */
interface StandardSchema extends Validator {
  readonly '~standard': Validator['~standard'] & {
    readonly jsonSchema?: {
      readonly input: (options: { readonly target: string }) => unknown;
    };
  };
}

/**
 * An event on the first declared topic that fits its payload's schema, as far as that tells what fits: else like the type
 * of the field that is called as the topic, else with the keys alone; a field that the schema refuses is guessed anew. Null
 * where no topic is declared.
 */
export async function sampleEvent(
  topics: readonly unknown[],
  schema: GraphQLSchema,
): Promise<SampleEvent | null> {
  const [topic] = topics.filter(isTopic);
  if (topic === undefined) return null;
  const guessed = [ofJsonSchema(topic), sampleOfField(schema, topic.label)].filter(isRecord);
  const keyed = guessed.map((guess) => ({ ...keysOf(topic), ...guess }));
  const { label, payload: validator } = topic;
  if (validator === null) {
    const [payload = keysOf(topic)] = keyed;
    return { topic: label, payload, isWhole: keyed.length > 0 };
  }
  for (const guess of [...keyed, keysOf(topic)]) {
    const payload = await fitted(guess, validator);
    if (payload !== undefined) return { topic: label, payload, isWhole: true };
  }
  return { topic: label, payload: {}, isWhole: false };
}

/** The topics that an application declares, as it is told which there are. */
export const declaredTopics = (topics: readonly unknown[]): readonly DeclaredTopic[] =>
  topics.filter(isTopic).map(({ label, keys }) => ({ label, keys }));

function isTopic(value: unknown): value is TopicLike {
  return isRecord(value) && typeof value.label === 'string' && Array.isArray(value.keys);
}

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
