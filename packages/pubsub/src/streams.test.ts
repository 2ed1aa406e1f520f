import { describe, expect, it } from 'vitest';
import type { PublishedEvent } from './event.ts';
import { createStreams } from './streams.ts';

const event = (payload: unknown): PublishedEvent => ({
  kind: 'payload',
  label: 'A',
  payload,
  keyValues: new Map(),
});
const carrying = (payload: unknown) => (event: PublishedEvent) =>
  event.kind === 'payload' && event.payload === payload;
const all = () => true;
const done = { done: true, value: undefined };

describe('createStreams', () => {
  it('queues what is not pulled yet, and serves pulls in their order', async () => {
    const streams = createStreams();
    const source = streams.open(all);
    streams.emit(event(1));
    streams.emit(event(2));
    const pulls = [source.next(), source.next(), source.next()];
    streams.emit(event(3));
    expect((await Promise.all(pulls)).map(({ value }) => value)).toEqual([1, 2, 3]);
  });

  it('gives each source the events that it wants', async () => {
    const streams = createStreams();
    const odd = streams.open(carrying(1));
    const even = streams.open(carrying(2));
    streams.emit(event(1));
    streams.emit(event(2));
    expect([await odd.next(), await even.next()].map(({ value }) => value)).toEqual([1, 2]);
  });

  it.each([
    ['returned', (source: AsyncIterableIterator<unknown>) => source.return?.()],
    ['thrown into', (source: AsyncIterableIterator<unknown>) => source.throw?.('x').catch(String)],
    ['disposed of', (source: AsyncIterableIterator<unknown>) => dispose(source)],
    [
      'left by a loop',
      async (source: AsyncIterableIterator<unknown>) => {
        for await (const _ of source) break;
      },
    ],
  ])('forgets a source that is %s, with what it had queued', async (_case, end) => {
    const streams = createStreams();
    const source = streams.open(all);
    streams.emit(event(1));
    streams.emit(event(2));
    await end(source);
    expect(streams.count()).toBe(0);
    expect(await source.next()).toEqual(done);
  });

  it('resolves every pending pull when the source is returned', async () => {
    const source = createStreams().open(all);
    const pulls = [source.next(), source.next()];
    await source.return?.();
    expect(await Promise.all(pulls)).toEqual([done, done]);
  });

  it('rejects with what is thrown into a source', async () => {
    const source = createStreams().open(all);
    await expect(source.throw?.(new Error('stop'))).rejects.toThrow('stop');
  });

  it('is its own iterable', () => {
    const source = createStreams().open(all);
    expect(source[Symbol.asyncIterator]()).toBe(source);
  });
});

async function dispose(source: AsyncIterableIterator<unknown>) {
  await using _disposed = source as typeof source & AsyncDisposable;
}
