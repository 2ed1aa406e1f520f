import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { createPubSub } from './create-pubsub.ts';
import { type Topic, topic } from './topic.ts';

describe('topic', () => {
  it('spreads a topic over four shards when it has no keys, over one when it has', () => {
    expect(topic('A').shards).toEqual({ read: 4, write: 4 });
    expect(topic<{ a: string }, 'a'>('A', { keys: ['a'] }).shards).toEqual({ read: 1, write: 1 });
  });

  it.each([
    ['an empty label', () => topic(''), /non-empty string/],
    [
      'four keys',
      () => topic<Abcd, keyof Abcd>('A', { keys: ['a', 'b', 'c', 'd'] }),
      /3 is the most/,
    ],
    ['a key twice', () => topic<Abcd, 'a'>('A', { keys: ['a', 'a'] }), /twice/],
    [
      'fewer shards to read than to write',
      () => topic('A', { shards: { read: 1, write: 2 } }),
      /read is at least write/,
    ],
    ['half a shard', () => topic('A', { shards: { read: 1.5, write: 1 } }), /whole numbers/],
    ['no shards', () => topic('A', { shards: { read: 0, write: 0 } }), /from 1 to 100/],
  ])('throws a TypeError for %s', (_case, declare, message) => {
    expect(declare).toThrow(TypeError);
    expect(declare).toThrow(message);
  });

  it('takes three keys', () => {
    expect(topic<Abcd, 'a' | 'b' | 'c'>('A', { keys: ['a', 'b', 'c'] }).keys).toHaveLength(3);
  });

  it('infers payload, input and keys from a schema', () => {
    const dated = topic('A', {
      payload: z.object({ a: z.string(), at: z.string().transform((text) => new Date(text)) }),
      keys: ['a'],
    });
    expectTypeOf(dated).toEqualTypeOf<
      Topic<{ a: string; at: Date }, 'a', { a: string; at: string }>
    >();
  });

  it('refuses, at compile time, keys that the payload does not have', () => {
    // @ts-expect-error: the payload has no field b
    topic('A', { payload: z.object({ a: z.string() }), keys: ['b'] });
  });

  it('refuses, at compile time, a subscription or payload that does not fit', () => {
    const commented = topic('A', { payload: z.object({ a: z.string() }), keys: ['a'] });
    const pubsub = createPubSub({ topics: [commented] });
    const neverRun = () => {
      // @ts-expect-error: no such key
      pubsub.subscribe(commented, { b: 'x' });
      // @ts-expect-error: no such key beside one that there is
      pubsub.subscribe(commented, { a: 'x', b: 'x' });
      // @ts-expect-error: a key that may be missing would widen the subscription
      pubsub.subscribe(commented, { a: undefined as string | undefined });
      // @ts-expect-error: an object is no value to be equal to
      pubsub.subscribe(commented, { a: {} });
      // @ts-expect-error: the topic has no keys
      pubsub.subscribe(topic<{ a: string }>('B'), { a: 'x' });
      // @ts-expect-error: the payload of a topic that is declared by type
      pubsub.publish(topic<{ a: string }>('B'), { a: 1 });
      // @ts-expect-error: the payload lacks a
      return pubsub.publish(commented, {});
    };
    expect(neverRun).toBeTypeOf('function');
    expectTypeOf(pubsub.subscribe(commented, { a: 'x' })).toEqualTypeOf<
      AsyncIterableIterator<{ a: string }>
    >();
  });
});

interface Abcd {
  readonly a: string;
  readonly b: string;
  readonly c: string;
  readonly d: string;
}
