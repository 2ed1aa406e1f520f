import { Repeater } from '@graphql-yoga/subscription';
import { buildSchema, type ExecutionResult, parse, subscribe } from 'graphql';
import { expect, describe as group, it } from 'vitest';
import { createPubSub } from './create-pubsub.ts';
import { describe } from './describe.ts';
import type { PublishedEvent } from './event.ts';
import { ReplayTimeoutError, replay } from './replay.ts';
import { withFilter } from './with-filter.ts';

const event = (label: string, payload: unknown): PublishedEvent => ({
  kind: 'payload',
  label,
  payload,
  keyValues: new Map(),
});

/** Opens `source` in the way of a handler: asynchronously. */
const opening =
  <Value>(source: () => AsyncIterable<Value>) =>
  async () =>
    source();

group('describe', () => {
  const pubsub = createPubSub();

  it('runs finally blocks, once it knows', async () => {
    const seen: string[] = [];
    const source = async function* () {
      try {
        for await (const value of pubsub.asyncIterator('A')) yield value;
        seen.push('after the loop');
      } finally {
        seen.push('finally');
      }
    };
    expect(await describe({ open: opening(source), timeoutMs: 500 })).toMatchObject({
      outcome: 'waiting',
    });
    expect(seen).toEqual(['after the loop', 'finally']);
  });

  it('says ended when the source ends without waiting', async () => {
    const source = async function* () {
      yield 1;
      yield 2;
    };
    expect(await describe({ open: opening(source), timeoutMs: 500 })).toEqual({
      outcome: 'ended',
      initial: [1, 2],
    });
  });

  it('says timed-out when the source neither waits nor ends', async () => {
    const source = async function* () {
      yield 1;
      await new Promise(() => undefined);
    };
    expect(await describe({ open: opening(source), timeoutMs: 30 })).toEqual({
      outcome: 'timed-out',
      initial: [1],
    });
  });

  it('says timed-out when the resolver itself hangs', async () => {
    const open = () => new Promise<AsyncIterable<number>>(() => undefined);
    expect(await describe({ open, timeoutMs: 30 })).toEqual({ outcome: 'timed-out', initial: [] });
  });

  it('says timed-out when the source yields for ever without a pause', async () => {
    const source = async function* () {
      for (;;) yield 1;
    };
    expect(await describe({ open: opening(source), timeoutMs: 500 })).toMatchObject({
      outcome: 'timed-out',
    });
  });

  it('hands through what is no source', async () => {
    const refusal = { errors: ['no'] };
    expect(await describe({ open: async () => refusal, timeoutMs: 500 })).toEqual({
      outcome: 'refused',
      refusal,
    });
  });

  it('throws what the source throws', async () => {
    const source = async function* () {
      yield 1;
      throw new Error('broken');
    };
    await expect(describe({ open: opening(source), timeoutMs: 500 })).rejects.toThrow('broken');
  });

  it('finds the initial value of a merge that pulls all its sources at once', async () => {
    const source = () =>
      Repeater.merge([
        pubsub.asyncIterator('A'),
        (async function* () {
          yield 7;
        })(),
      ]);
    expect(await describe({ open: opening(source), timeoutMs: 500 })).toMatchObject({
      outcome: 'waiting',
      initial: [7],
    });
    expect(await replay({ event: event('A', 1), open: opening(source), timeoutMs: 500 })).toEqual({
      outcome: 'replayed',
      values: [1],
      ended: false,
    });
  });

  it('gives up a source that subscribes again whenever it is ended, and keeps nothing busy', async () => {
    let rounds = 0;
    const source = async function* () {
      for (;;) {
        rounds += 1;
        yield* pubsub.asyncIterator('A');
      }
    };
    expect(await describe({ open: opening(source), timeoutMs: 500 })).toMatchObject({
      outcome: 'waiting',
      keys: [{ key: 'event#A' }],
    });
    const given = rounds;
    for (let turns = 0; turns < 20; turns += 1) await new Promise((done) => setImmediate(done));
    expect(rounds).toBe(given);
    expect(rounds).toBeLessThan(20);
  });

  it('keeps what it found when the source fails to clean up', async () => {
    const failing = (fail: () => never): AsyncIterable<unknown> => ({
      [Symbol.asyncIterator]: () => ({
        next: () => pubsub.asyncIterator('A').next(),
        return: fail,
      }),
    });
    for (const fail of [
      () => {
        throw new Error('broken');
      },
      () => Promise.reject(new Error('broken')) as never,
    ])
      expect(await describe({ open: opening(() => failing(fail)), timeoutMs: 500 })).toMatchObject({
        outcome: 'waiting',
      });
  });

  it('resolves a pending pull when the iterator is returned', async () => {
    const source = async function* () {
      const inner = pubsub.asyncIterator('A');
      const pulled = inner.next();
      await inner.return?.();
      yield await pulled;
    };
    expect(await describe({ open: opening(source), timeoutMs: 500 })).toMatchObject({
      initial: [{ done: true, value: undefined }],
    });
  });

  it('lets no rejection go unhandled that comes after it', async () => {
    const unhandled: unknown[] = [];
    const keep = (error: unknown) => void unhandled.push(error);
    process.on('unhandledRejection', keep);
    const source = async function* () {
      for await (const value of pubsub.asyncIterator('A')) yield value;
      throw new Error('after the loop');
    };
    const late = async (): Promise<AsyncIterable<number>> => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      throw new Error('after the timeout');
    };
    expect(await describe({ open: opening(source), timeoutMs: 500 })).toMatchObject({
      outcome: 'waiting',
    });
    expect(await describe({ open: late, timeoutMs: 5 })).toMatchObject({ outcome: 'timed-out' });
    await new Promise((resolve) => setTimeout(resolve, 30));
    process.off('unhandledRejection', keep);
    expect(unhandled).toEqual([]);
  });

  it('keeps descriptions that run side by side apart', async () => {
    const described = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        describe({ open: opening(() => pubsub.asyncIterator(`L${n}`)), timeoutMs: 500 }),
      ),
    );
    expect(
      described.map((one) => (one.outcome === 'waiting' ? one.keys.map(({ key }) => key) : one)),
    ).toEqual(Array.from({ length: 50 }, (_, n) => [`event#L${n}`]));
  });
});

group('replay', () => {
  const pubsub = createPubSub();
  const schema = buildSchema('type Query { a: Int } type Subscription { n: Int }');
  Object.assign(schema.getSubscriptionType()?.getFields().n ?? {}, {
    subscribe: async function* () {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
      for await (const value of pubsub.asyncIterator<number>('A')) yield { n: value };
    },
  });

  it('shows 50 replays side by side only their own event', async () => {
    const open = async () =>
      (await subscribe({
        schema,
        document: parse('subscription { n }'),
      })) as AsyncIterable<ExecutionResult>;
    const replays = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        replay({ event: event('A', n), open, timeoutMs: 2_000 }),
      ),
    );
    expect(replays).toMatchObject(
      Array.from({ length: 50 }, (_, n) => ({
        outcome: 'replayed',
        values: [{ data: { n } }],
        ended: false,
      })),
    );
  });

  it('yields nothing to a source of other topics', async () => {
    const open = opening(() => pubsub.asyncIterator('B'));
    expect(await replay({ event: event('A', 1), open, timeoutMs: 500 })).toEqual({
      outcome: 'replayed',
      values: [],
      ended: false,
    });
  });

  it('reaches the second of two sources in a row', async () => {
    const source = async function* () {
      yield* pubsub.asyncIterator('A');
      yield* pubsub.asyncIterator('B');
    };
    expect(await replay({ event: event('B', 2), open: opening(source), timeoutMs: 500 })).toEqual({
      outcome: 'replayed',
      values: [2],
      ended: false,
    });
  });

  it('shows the event once to a source that subscribes again', async () => {
    const source = async function* () {
      for await (const value of pubsub.asyncIterator('A')) {
        yield value;
        break;
      }
      yield* pubsub.asyncIterator('A');
    };
    expect(await replay({ event: event('A', 1), open: opening(source), timeoutMs: 500 })).toEqual({
      outcome: 'replayed',
      values: [1],
      ended: false,
    });
  });

  it('loses no value that takes its time beside a source that subscribes again', async () => {
    const slow = async function* () {
      for await (const value of pubsub.asyncIterator('A')) {
        await new Promise((resolve) => setTimeout(resolve, 120));
        yield value;
      }
    };
    const again = async function* () {
      for (;;) yield* pubsub.asyncIterator('B');
    };
    const open = opening(() => Repeater.merge([slow(), again()]));
    expect(await replay({ event: event('A', 1), open, timeoutMs: 2_000 })).toEqual({
      outcome: 'replayed',
      values: [1],
      ended: false,
    });
  });

  it('is through soon when a filter drops the event of a source that subscribes again', async () => {
    const again = async function* () {
      for (;;) yield* pubsub.asyncIterator('A');
    };
    const filtered = withFilter(again, () => false);
    const open = async () => filtered(undefined, {}, undefined, undefined);
    const limit = { event: event('A', 1), open, timeoutMs: 500 };
    expect(await replay(limit)).toEqual({ outcome: 'replayed', values: [], ended: false });
  });

  it('shows the event once when several labels and keys of one iterator match', async () => {
    const open = opening(() => pubsub.asyncIterator(['A', 'A', 'B']));
    expect(await replay({ event: event('A', 1), open, timeoutMs: 500 })).toMatchObject({
      values: [1],
    });
  });

  it('skips initial values, however long the source takes for them', async () => {
    const source = async function* () {
      yield 'first';
      await new Promise((resolve) => setTimeout(resolve, 10));
      yield 'second';
      yield* pubsub.asyncIterator('A');
    };
    expect(await replay({ event: event('A', 1), open: opening(source), timeoutMs: 500 })).toEqual({
      outcome: 'replayed',
      values: [1],
      ended: false,
    });
  });

  it('hands through what is no source', async () => {
    const refusal = { errors: ['no'] };
    const open = async () => refusal;
    expect(await replay({ event: event('A', 1), open, timeoutMs: 500 })).toEqual({
      outcome: 'refused',
      refusal,
    });
  });

  it.each([
    ['waits for ever', () => new Promise(() => undefined)],
    [
      'throws',
      () => {
        throw new Error('lost');
      },
    ],
  ])('takes no notice of a source that %s where a stream would wait', async (_case, behind) => {
    const source = async function* () {
      yield* pubsub.asyncIterator('A');
      await behind();
    };
    const open = opening(source);
    expect(await replay({ event: event('A', 1), open, timeoutMs: 5_000 })).toEqual({
      outcome: 'replayed',
      values: [1],
      ended: false,
    });
  });

  it.each([
    ['before it comes to wait', false],
    ['after it has yielded a value of its own', true],
  ])('does not take a source for ended that returns %s', async (_case, yields) => {
    const source = async function* () {
      if (yields) yield 'snapshot';
      if (Date.now() > 0) return;
      yield* pubsub.asyncIterator('A');
    };
    const open = opening(source);
    expect(await replay({ event: event('A', 1), open, timeoutMs: 5_000 })).toEqual({
      outcome: 'replayed',
      values: [],
      ended: false,
    });
  });

  it('throws a ReplayTimeoutError when the source does not come to an end with the event', async () => {
    const source = async function* () {
      for await (const value of pubsub.asyncIterator('A')) {
        await new Promise(() => undefined);
        yield value;
      }
    };
    await expect(
      replay({ event: event('A', 1), open: opening(source), timeoutMs: 30 }),
    ).rejects.toThrow(ReplayTimeoutError);
  });

  it('throws what the source throws', async () => {
    const source = async function* () {
      for await (const value of pubsub.asyncIterator('A')) {
        yield value;
        throw new Error('broken');
      }
    };
    await expect(
      replay({ event: event('A', 1), open: opening(source), timeoutMs: 500 }),
    ).rejects.toThrow('broken');
  });
});
