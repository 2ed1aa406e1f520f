import * as v from 'valibot';
import { describe, expectTypeOf, it } from 'vitest';
import * as z from 'zod';
import { createPubSub, type Topic, topic } from '../index.ts';

interface Post {
  readonly id: string;
  readonly author: string;
}

const pubsub = createPubSub();

describe('topic, of a type alone', () => {
  const posted = topic<Post>('POSTED');
  const keyed = topic<Post, 'author'>('POSTED', { keys: ['author'] });

  it('has that payload, and takes it', () => {
    expectTypeOf(posted).toEqualTypeOf<Topic<Post>>();
    expectTypeOf(keyed).toEqualTypeOf<Topic<Post, 'author', Post>>();
    expectTypeOf(pubsub.subscribe(posted)).toEqualTypeOf<AsyncIterableIterator<Post>>();
  });

  it('has only fields of the payload as keys', () => {
    // @ts-expect-error TS2769: No overload matches this call
    topic<Post, 'author'>('POSTED', { keys: ['title'] });
    // @ts-expect-error TS2322: Type 'string' is not assignable to type 'never'
    topic<Post, 'title'>('POSTED', { keys: ['title'] });
    // @ts-expect-error TS2322: Type 'string' is not assignable to type 'never'
    topic<Post>('POSTED', { keys: ['author'] });
  });
});

describe('topic, of a schema', () => {
  const fields = z.object({ id: z.string(), author: z.string() });

  it('has the payload of Zod', () => {
    const posted = topic('POSTED', { payload: fields, keys: ['author'] });
    expectTypeOf(posted).toEqualTypeOf<
      Topic<z.output<typeof fields>, 'author', z.input<typeof fields>>
    >();
    expectTypeOf(pubsub.subscribe(posted)).toEqualTypeOf<
      AsyncIterableIterator<{ id: string; author: string }>
    >();
  });

  it('has the payload of Valibot', () => {
    const schema = v.object({ id: v.string(), author: v.optional(v.string()) });
    const posted = topic('POSTED', { payload: schema, keys: ['id'] });
    expectTypeOf(posted).toEqualTypeOf<
      Topic<v.InferOutput<typeof schema>, 'id', v.InferInput<typeof schema>>
    >();
  });

  it('has only fields of the payload as keys', () => {
    // @ts-expect-error TS2769: Type '"title"' is not assignable to type
    topic('POSTED', { payload: fields, keys: ['title'] });
  });

  it('takes what goes into a transforming schema, and gives what comes out', () => {
    const counted = topic('COUNTED', {
      payload: z.object({
        at: z.string().transform((text) => new Date(text)),
        n: z.number().default(1),
      }),
      keys: ['n'],
    });
    expectTypeOf(
      pubsub.publish<{ at: Date; n: number }, 'n', { at: string; n?: number | undefined }>,
    )
      .parameter(0)
      .toEqualTypeOf<typeof counted>();
    expectTypeOf(pubsub.subscribe(counted)).toEqualTypeOf<
      AsyncIterableIterator<{ at: Date; n: number }>
    >();
    void pubsub.publish(counted, { at: '2026-01-31T12:00:00Z' });
    // @ts-expect-error TS2769: No overload matches this call
    void pubsub.publish(counted, { at: new Date(0), n: 1 });
  });
});

describe('topic', () => {
  it('has no other options', () => {
    // @ts-expect-error TS2561: 'key' does not exist in type 'TopicOptions<never>'
    topic<Post>('POSTED', { key: ['author'] });
  });
});
