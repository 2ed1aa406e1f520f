import { filter, map, pipe, Repeater } from '@graphql-yoga/subscription';
import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { createPubSub } from './create-pubsub.ts';
import type { PubSub, PubSubBinding } from './pubsub.ts';
import { topic } from './topic.ts';
import { withFilter } from './with-filter.ts';

/** What the scenarios publish: `kind` is a key, `n` is what subscribers select. */
export interface Sample {
  readonly kind: string;
  readonly n: number;
}

/** An event, or the end of a topic. */
export type SampleEvent =
  | { readonly label: string; readonly payload: Sample }
  | { readonly label: string; readonly complete: Partial<Sample> };

/** One way to write a `subscribe` resolver, and what a client of it gets of the sample events. */
export interface Scenario {
  readonly name: string;
  readonly subscribe: (pubsub: PubSub) => GraphQLFieldResolver<unknown, unknown>;
  /** The `n` of each result, in order: first what is there at once, then one for each event that gets through. */
  readonly initial: readonly number[];
  readonly delivered: readonly number[];
}

export const keyed = topic<Sample, 'kind'>('KEYED', { keys: ['kind'] });

/** What is published, in this order, in every scenario. */
export const sampleEvents: readonly SampleEvent[] = [
  { label: 'A', payload: { kind: 'x', n: 1 } },
  { label: 'B', payload: { kind: 'y', n: 2 } },
  { label: 'KEYED', payload: { kind: 'x', n: 3 } },
  { label: 'KEYED', payload: { kind: 'y', n: 4 } },
  { label: 'A', payload: { kind: 'y', n: 5 } },
  { label: 'UNHEARD', payload: { kind: 'x', n: 6 } },
];

export const scenarioTypeDefs = 'type Query { unused: Int } type Subscription { sample: Int }';
export const scenarioQuery = 'subscription { sample }';

export const createScenarioPubSub = (): PubSub & PubSubBinding => createPubSub({ topics: [keyed] });

/** Publishes or completes, as the event says. */
export const announceSample = async (pubsub: PubSub, event: SampleEvent): Promise<void> => {
  if ('payload' in event) return pubsub.publish(event.label, event.payload);
  const { kind } = event.complete;
  return kind === undefined ? pubsub.complete(event.label) : pubsub.complete(keyed, { kind });
};

/** Puts a scenario's resolver into a schema that was built from `scenarioTypeDefs`. */
export const applyScenario = (schema: GraphQLSchema, scenario: Scenario, pubsub: PubSub): void => {
  const field = schema.getSubscriptionType()?.getFields().sample;
  if (field === undefined) throw new TypeError('The schema is not built from scenarioTypeDefs.');
  field.subscribe = scenario.subscribe(pubsub);
  field.resolve = (sample: unknown) => (sample as Sample).n;
};

/** Nothing, for ever, as of a heartbeat that is long in coming. */
const silence = <Value>() => new Repeater<Value>((_push, stop) => stop as Promise<undefined>);

const isX = (sample: Sample): boolean => sample.kind === 'x';
const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));

export const scenarios: readonly Scenario[] = [
  {
    name: 'one label',
    subscribe: (pubsub) => () => pubsub.asyncIterator('A'),
    initial: [],
    delivered: [1, 5],
  },
  {
    name: 'several labels',
    subscribe: (pubsub) => () => pubsub.asyncIterableIterator(['A', 'B', 'KEYED']),
    initial: [],
    delivered: [1, 2, 3, 4, 5],
  },
  {
    name: 'a topic narrowed by key',
    subscribe: (pubsub) => () => pubsub.subscribe(keyed, { kind: 'y' }),
    initial: [],
    delivered: [4],
  },
  {
    name: 'an awaited resolver',
    subscribe: (pubsub) => async () => {
      await tick();
      return pubsub.asyncIterator('A');
    },
    initial: [],
    delivered: [1, 5],
  },
  {
    name: 'a filter',
    subscribe: (pubsub) => withFilter(() => pubsub.asyncIterator<Sample>(['A', 'B']), isX),
    initial: [],
    delivered: [1],
  },
  {
    name: 'an async filter in a filter',
    subscribe: (pubsub) =>
      withFilter(
        withFilter(
          () => pubsub.asyncIterator<Sample>(['A', 'KEYED']),
          async (sample) => {
            await tick();
            return isX(sample);
          },
        ),
        ({ n }) => n > 1,
      ),
    initial: [],
    delivered: [3],
  },
  {
    name: 'a filter that throws for some',
    subscribe: (pubsub) =>
      withFilter(
        () => pubsub.asyncIterator<Sample>(['A', 'B']),
        ({ n }) => {
          if (n === 1) throw new Error('cannot decide');
          return true;
        },
      ),
    initial: [],
    delivered: [2, 5],
  },
  {
    name: 'a filter that rejects for all',
    subscribe: (pubsub) =>
      withFilter(
        () => pubsub.asyncIterator<Sample>('A'),
        () => Promise.reject(new Error('cannot decide')),
      ),
    initial: [],
    delivered: [],
  },
  {
    name: 'a generator',
    subscribe: (pubsub) =>
      async function* () {
        for await (const sample of pubsub.asyncIterator<Sample>(['A', 'B']))
          if (!isX(sample)) yield sample;
      },
    initial: [],
    delivered: [2, 5],
  },
  {
    name: 'a generator with initial values and a finally block',
    subscribe: (pubsub) =>
      async function* () {
        try {
          yield { kind: 'x', n: 100 };
          await tick();
          yield { kind: 'x', n: 101 };
          yield* pubsub.asyncIterator<Sample>('A');
        } finally {
          await tick();
        }
      },
    initial: [100, 101],
    delivered: [1, 5],
  },
  {
    name: 'a generator that yields twice for each event',
    subscribe: (pubsub) =>
      async function* () {
        for await (const sample of pubsub.asyncIterator<Sample>('B')) {
          yield sample;
          await tick();
          yield { ...sample, n: sample.n * 10 };
        }
      },
    initial: [],
    delivered: [2, 20],
  },
  {
    name: 'a generator that subscribes again whenever its source ends',
    subscribe: (pubsub) =>
      async function* () {
        for (;;) yield* pubsub.asyncIterator<Sample>(['A', 'B']);
      },
    initial: [],
    delivered: [1, 2, 5],
  },
  {
    name: 'a filter on such a generator',
    subscribe: (pubsub) =>
      withFilter(async function* () {
        for (;;) yield* pubsub.asyncIterator<Sample>(['A', 'B']);
      }, isX),
    initial: [],
    delivered: [1],
  },
  {
    name: 'a filter on a topic narrowed by key',
    subscribe: (pubsub) =>
      withFilter(
        () => pubsub.subscribe(keyed, { kind: 'x' }),
        ({ n }) => n > 3,
      ),
    initial: [],
    delivered: [],
  },
  {
    name: 'sources merged, one narrowed by key',
    subscribe: (pubsub) => () =>
      Repeater.merge([
        pubsub.asyncIterator<Sample>('B'),
        pubsub.subscribe(keyed, { kind: 'x' }),
        pubsub.asyncIterator<Sample>('A'),
      ]),
    initial: [],
    delivered: [1, 2, 3, 5],
  },
  {
    name: 'a source merged with one that is silent',
    subscribe: (pubsub) => () =>
      Repeater.merge([pubsub.asyncIterator<Sample>('A'), silence<Sample>()]),
    initial: [],
    delivered: [1, 5],
  },
  {
    name: 'a Repeater that is fed from a loop',
    subscribe: (pubsub) => () =>
      new Repeater<Sample>(async (push, stop) => {
        const source = pubsub.asyncIterator<Sample>(['A', 'B']);
        void stop.then(() => source.return?.());
        void (async () => {
          for await (const sample of source) void push(sample);
        })();
        await stop;
      }),
    initial: [],
    delivered: [1, 2, 5],
  },
  {
    name: 'a generator that would throw behind its loop',
    subscribe: (pubsub) =>
      async function* () {
        yield* pubsub.asyncIterator<Sample>('A');
        throw new Error('lost');
      },
    initial: [],
    delivered: [1, 5],
  },
  {
    name: "Yoga's way to begin with a value",
    subscribe: (pubsub) => () =>
      pipe(
        Repeater.merge([{ kind: 'x', n: 100 }, pubsub.asyncIterator<Sample>('A')]),
        map((sample) => sample),
      ),
    initial: [100],
    delivered: [1, 5],
  },
  {
    name: "Yoga's pipe, filter and map",
    subscribe: (pubsub) => () =>
      pipe(
        pubsub.asyncIterator<Sample>(['A', 'KEYED']),
        filter(isX),
        map((sample) => ({ ...sample, n: sample.n + 1_000 })),
      ),
    initial: [],
    delivered: [1_001, 1_003],
  },
  {
    name: "Yoga's pipe on a filter",
    subscribe: (pubsub) => {
      const filtered = withFilter(() => pubsub.asyncIterator<Sample>(['A', 'B']), isX);
      return async (root, args, context, info) =>
        pipe(
          await filtered(root, args, context, info),
          map((sample) => ({ ...sample, n: -sample.n })),
        );
    },
    initial: [],
    delivered: [-1],
  },
  {
    name: 'a resolver wrapped in the manner of graphql-shield',
    subscribe: (pubsub) => {
      const inner = withFilter(() => pubsub.asyncIterator<Sample>('A'), isX);
      return async (root, args, context, info) => {
        await tick();
        return inner(root, args, context, info);
      };
    },
    initial: [],
    delivered: [1],
  },
];
