import { map, pipe, Repeater } from '@graphql-yoga/subscription';
import { keyed, type Sample, type SampleEvent, type Scenario } from './scenarios.ts';
import { withFilter } from './with-filter.ts';

/** A scenario that `endingEvents` may end. */
export interface Ending extends Scenario {
  /** Whether the client gets `complete`. */
  readonly completes: boolean;
}

/** What is published, and completed, in this order. */
export const endingEvents: readonly SampleEvent[] = [
  { label: 'A', payload: { kind: 'x', n: 1 } },
  { label: 'B', payload: { kind: 'y', n: 2 } },
  { label: 'B', complete: {} },
  { label: 'KEYED', payload: { kind: 'x', n: 3 } },
  { label: 'KEYED', complete: { kind: 'x' } },
  { label: 'KEYED', payload: { kind: 'x', n: 4 } },
  { label: 'A', payload: { kind: 'x', n: 5 } },
  { label: 'A', complete: {} },
  { label: 'A', payload: { kind: 'x', n: 6 } },
];

const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));

/** Sources that end, or do not: what a stream of one process makes of it, a replay makes of it too. */
export const endings: readonly Ending[] = [
  {
    name: 'one label',
    subscribe: (pubsub) => () => pubsub.asyncIterator('A'),
    initial: [],
    delivered: [1, 5],
    completes: true,
  },
  {
    name: 'several labels',
    subscribe: (pubsub) => () => pubsub.asyncIterator(['A', 'B']),
    initial: [],
    delivered: [1, 2],
    completes: true,
  },
  {
    name: 'a topic narrowed by the completed key',
    subscribe: (pubsub) => () => pubsub.subscribe(keyed, { kind: 'x' }),
    initial: [],
    delivered: [3],
    completes: true,
  },
  {
    name: 'a topic narrowed by another key',
    subscribe: (pubsub) => () => pubsub.subscribe(keyed, { kind: 'y' }),
    initial: [],
    delivered: [],
    completes: false,
  },
  {
    name: 'a topic that is not narrowed',
    subscribe: (pubsub) => () => pubsub.subscribe(keyed),
    initial: [],
    delivered: [3, 4],
    completes: false,
  },
  {
    name: 'a filter',
    subscribe: (pubsub) =>
      withFilter(
        () => pubsub.asyncIterator<Sample>('A'),
        ({ n }) => n > 1,
      ),
    initial: [],
    delivered: [5],
    completes: true,
  },
  {
    name: "Yoga's pipe",
    subscribe: (pubsub) => () =>
      pipe(
        pubsub.asyncIterator<Sample>('A'),
        map((sample) => ({ ...sample, n: -sample.n })),
      ),
    initial: [],
    delivered: [-1, -5],
    completes: true,
  },
  {
    name: 'a generator with values of its own before and behind its loop',
    subscribe: (pubsub) =>
      async function* () {
        yield { kind: 'x', n: 100 };
        yield* pubsub.asyncIterator<Sample>('A');
        await tick();
        yield { kind: 'x', n: 101 };
        yield { kind: 'x', n: 102 };
      },
    initial: [100],
    delivered: [1, 5, 101, 102],
    completes: true,
  },
  {
    name: 'a generator with a value behind its loop, filtered',
    subscribe: (pubsub) =>
      withFilter(
        async function* () {
          yield* pubsub.asyncIterator<Sample>('A');
          yield { kind: 'x', n: 101 };
        },
        ({ n }) => n > 1,
      ),
    initial: [],
    delivered: [5, 101],
    completes: true,
  },
  {
    name: 'a generator that leaves its loop at an event',
    subscribe: (pubsub) =>
      async function* () {
        for await (const sample of pubsub.asyncIterator<Sample>('A')) {
          yield sample;
          if (sample.n === 5) return;
        }
      },
    initial: [],
    delivered: [1, 5],
    completes: true,
  },
  {
    name: 'a source that another topic ends',
    subscribe: (pubsub) =>
      async function* () {
        const values = pubsub.asyncIterator<Sample>('A');
        const end = pubsub.subscribe(keyed, { kind: 'x' });
        void end.next().then(({ done }) => (done === true ? undefined : values.return?.()));
        yield* values;
      },
    initial: [],
    delivered: [1],
    completes: true,
  },
  {
    name: 'sources merged, of which some end',
    subscribe: (pubsub) => () =>
      Repeater.merge([pubsub.asyncIterator<Sample>('B'), pubsub.subscribe(keyed)]),
    initial: [],
    delivered: [2, 3, 4],
    completes: false,
  },
  {
    name: 'sources merged, of which one yields twice for each event',
    subscribe: (pubsub) => () =>
      Repeater.merge([
        (async function* () {
          for await (const sample of pubsub.asyncIterator<Sample>('B')) {
            yield sample;
            await tick();
            yield { ...sample, n: sample.n * 10 };
          }
        })(),
        pubsub.subscribe(keyed, { kind: 'y' }),
      ]),
    initial: [],
    delivered: [2, 20],
    completes: false,
  },
  {
    name: 'a generator that subscribes again whenever its source ends',
    subscribe: (pubsub) =>
      async function* () {
        for (;;) yield* pubsub.asyncIterator<Sample>('A');
      },
    initial: [],
    delivered: [1, 5, 6],
    completes: false,
  },
];
