import { describe, expect, it } from 'vitest';
import { createPubSub } from './create-pubsub.ts';
import { type Log, silentLog } from './log.ts';
import { createMemoryTransport } from './memory/index.ts';
import { withFilter } from './with-filter.ts';

/** A log that keeps the names of the lines at `error`, and what they say of the error. */
const recordingLog = () => {
  const lines: unknown[] = [];
  const log: Log = { ...silentLog, error: (event, fields) => void lines.push([event, fields]) };
  return { log, lines };
};

const numbers = async function* (...values: readonly number[]) {
  yield* values;
};

const collect = async <Value>(source: AsyncIterable<Value>): Promise<readonly Value[]> => {
  const values: Value[] = [];
  for await (const value of source) values.push(value);
  return values;
};

const args = {};

describe('withFilter', () => {
  it('hands payload, arguments, context and info to the filter, and the field’s own to subscribe', async () => {
    const calls: unknown[] = [];
    const subscribe = withFilter(
      (...given) => {
        calls.push(given);
        return numbers(1);
      },
      (...given) => {
        calls.push(given);
        return true;
      },
    );
    await collect(await subscribe('root', { room: 'x' }, 'context', 'info'));
    expect(calls).toEqual([
      ['root', { room: 'x' }, 'context', 'info'],
      [1, { room: 'x' }, 'context', 'info'],
    ]);
  });

  it('lets through what a filter resolves to true for, sync or async', async () => {
    const subscribe = withFilter(
      withFilter(
        async () => numbers(1, 2, 3, 4, 5, 6),
        async (n) => n % 2 === 0,
      ),
      (n) => n > 2,
    );
    expect(await collect(await subscribe(undefined, args, undefined, undefined))).toEqual([4, 6]);
  });

  it.each([[1], ['yes'], [{}], [undefined], [null]])(
    'takes %s for false, as graphql-subscriptions does',
    async (answer) => {
      const subscribe = withFilter(
        () => numbers(1),
        () => answer as never,
      );
      expect(await collect(await subscribe(undefined, args, undefined, undefined))).toEqual([]);
    },
  );

  it.each([
    [
      'throws',
      () => {
        throw new Error('cannot decide');
      },
    ],
    ['rejects', () => Promise.reject(new Error('cannot decide'))],
  ])('drops the event, goes on and logs when a filter %s', async (_case, fail) => {
    const { log, lines } = recordingLog();
    const pubsub = createPubSub({ log });
    const subscribe = withFilter(
      () => pubsub.asyncIterator<number>('A'),
      (n) => (n === 1 ? fail() : true),
    );
    const source = await subscribe(undefined, args, undefined, undefined);
    await pubsub.publish('A', 1);
    await pubsub.publish('A', 2);
    expect(await source.next()).toEqual({ done: false, value: 2 });
    expect(lines).toEqual([['filter_failed', { error: new Error('cannot decide') }]]);
  });

  it('logs where the pubsub of its source does, bound later or not, however many there are', async () => {
    const first = recordingLog();
    const second = recordingLog();
    const pubsub = createPubSub();
    const fail = () => Promise.reject(new Error('cannot decide'));
    const subscribe = withFilter(
      withFilter(
        () => pubsub.asyncIterator<number>('A'),
        () => true,
      ),
      fail,
    );
    const source = await subscribe(undefined, args, undefined, undefined);
    await pubsub.publish('A', 1);
    pubsub.bind({ transport: createMemoryTransport(), log: first.log });
    createPubSub({ log: second.log });
    void source.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(first.lines).toHaveLength(1);
    expect(second.lines).toEqual([]);
  });

  it('logs where the newest pubsub does when its source is none of a pubsub', async () => {
    const { log, lines } = recordingLog();
    createPubSub({ log });
    createPubSub();
    const subscribe = withFilter(
      () => numbers(1),
      () => Promise.reject(new Error('cannot decide')),
    );
    await collect(await subscribe(undefined, args, undefined, undefined));
    expect(lines).toHaveLength(1);
  });

  it('rejects when the source throws', async () => {
    const subscribe = withFilter(
      async function* (): AsyncGenerator<number> {
        yield 1;
        throw new Error('broken');
      },
      () => true,
    );
    await expect(collect(await subscribe(undefined, args, undefined, undefined))).rejects.toThrow(
      'broken',
    );
  });

  it('ends the source when it is returned, and yields nothing that a filter lets through later', async () => {
    const pubsub = createPubSub();
    const decision = Promise.withResolvers<boolean>();
    const inner = pubsub.asyncIterator<number>('A');
    const subscribe = withFilter(
      () => inner,
      () => decision.promise,
    );
    const source = await subscribe(undefined, args, undefined, undefined);
    await pubsub.publish('A', 1);
    const pulled = source.next();
    await source.return?.();
    decision.resolve(true);
    expect(await pulled).toEqual({ done: true, value: undefined });
    await pubsub.publish('A', 2);
    expect(await inner.next()).toEqual({ done: true, value: undefined });
  });
});
