import { type AnyTopic, undeclaredTopic } from './topic.ts';

/** The topics of a pubsub. */
export interface DeclaredTopics {
  /** The topic of a label, declared or not. */
  of(label: string): AnyTopic;
  /** Throws a TypeError for a topic that would be published by other rules than it was declared with: the publisher knows it by its label alone. */
  assertRegistered(topic: AnyTopic): void;
}

export const declareTopics = (topics: readonly AnyTopic[]): DeclaredTopics => {
  const declared = new Map<string, AnyTopic>();
  for (const topic of topics) {
    if (declared.has(topic.label)) throw new TypeError(`Two topics are labelled ${topic.label}.`);
    declared.set(topic.label, topic);
  }
  return {
    of: (label) => declared.get(label) ?? undeclaredTopic(label),
    assertRegistered: (topic) => {
      if (declared.get(topic.label) === topic) return;
      if (!declared.has(topic.label) && isPlain(topic)) return;
      const problem = declared.has(topic.label)
        ? 'another topic of this label is. Declare it once, and import it wherever it is used.'
        : `add it to createPubSub({ topics: [...] }), which has ${listed([...declared.keys()])}.`;
      throw new TypeError(`Topic ${topic.label} is not registered with this pubsub: ${problem}`);
    },
  };
};

const listed = (labels: readonly string[]): string =>
  labels.length === 0 ? 'none' : labels.join(', ');

/** Whether a topic is what its label alone would be. */
const isPlain = ({ label, keys, payload, shards }: AnyTopic): boolean => {
  const plain = undeclaredTopic(label).shards;
  const usual = shards.read === plain.read && shards.write === plain.write;
  return keys.length === 0 && payload === null && usual;
};
