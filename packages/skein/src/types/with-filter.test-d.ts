import type { GraphQLFieldResolver } from 'graphql';
import { describe, expectTypeOf, it } from 'vitest';
import { createPubSub, topic, withFilter } from '../index.ts';

interface Comment {
  readonly id: string;
  readonly text: string;
}

interface Context {
  readonly viewer: string | null;
}

const commentAdded = topic<Comment>('COMMENT_ADDED');
const pubsub = createPubSub({ topics: [commentAdded] });

describe('withFilter', () => {
  it('gives its filter the payload of the source, and the arguments and context of subscribe', () => {
    const subscribe = withFilter(
      (_root, _args: { containing: string }, _context: Context) => pubsub.subscribe(commentAdded),
      (payload, args, context) => {
        expectTypeOf(payload).toEqualTypeOf<Comment>();
        expectTypeOf(args).toEqualTypeOf<{ containing: string }>();
        expectTypeOf(context).toEqualTypeOf<Context>();
        return payload.text.includes(args.containing);
      },
    );
    expectTypeOf(subscribe).returns.toEqualTypeOf<Promise<AsyncIterableIterator<Comment>>>();
    expectTypeOf(subscribe).parameter(1).toEqualTypeOf<{ containing: string }>();
    expectTypeOf(subscribe).toExtend<
      GraphQLFieldResolver<unknown, Context, { containing: string }>
    >();
  });

  it('narrows what is narrowed already', () => {
    const inner = withFilter(
      () => pubsub.subscribe(commentAdded),
      ({ id }) => id !== '',
    );
    const outer = withFilter(inner, ({ text }) => Promise.resolve(text !== ''));
    expectTypeOf(outer).returns.toEqualTypeOf<Promise<AsyncIterableIterator<Comment>>>();
  });

  it('takes no filter that asks for what the payload has not', () => {
    const source = () => pubsub.subscribe(commentAdded);
    // @ts-expect-error TS2339: Property 'author' does not exist on type 'Comment'
    withFilter(source, ({ author }) => author !== '');
    // @ts-expect-error TS2322: Type 'string' is not assignable to type 'boolean | Promise<boolean>'
    withFilter(source, ({ id }) => id);
    const label = () => 'COMMENT_ADDED';
    // @ts-expect-error TS2345: Type 'string' is not assignable to type 'AsyncIterable<unknown>
    withFilter(label, () => true);
  });
});
