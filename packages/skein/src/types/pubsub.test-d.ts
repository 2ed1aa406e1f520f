import { describe, expectTypeOf, it } from 'vitest';
import { createPubSub, topic } from '../index.ts';

interface Comment {
  readonly id: string;
  readonly repositoryName: string;
}

const commentAdded = topic<Comment, 'repositoryName'>('COMMENT_ADDED', {
  keys: ['repositoryName'],
});
const started = topic<{ readonly at: string }>('STARTED');
const pubsub = createPubSub({ topics: [commentAdded, started] });

describe('publish', () => {
  it('takes the payload of the topic', () => {
    expectTypeOf(pubsub.publish(commentAdded, { id: '1', repositoryName: 'a/b' })).toEqualTypeOf<
      Promise<void>
    >();
  });

  it('takes no other payload', () => {
    // @ts-expect-error TS2769: No overload matches this call
    void pubsub.publish(commentAdded, { id: '1' });
    // @ts-expect-error TS2769: No overload matches this call
    void pubsub.publish(commentAdded, { id: 1, repositoryName: 'a/b' });
    // @ts-expect-error TS2769: No overload matches this call
    void pubsub.publish(commentAdded, { id: '1', repositoryName: 'a/b', author: 'Ada' });
    // @ts-expect-error TS2345: is not assignable to parameter of type 'string'
    void pubsub.publish(commentAdded);
  });

  it('takes any payload for a label', () => {
    void pubsub.publish('POST_CREATED', { postCreated: { id: '1' } });
    void pubsub.publish('RESTARTED');
  });
});

describe('subscribe', () => {
  it('is a source of payloads', () => {
    const source = pubsub.subscribe(commentAdded, { repositoryName: 'a/b' });
    expectTypeOf(source).toEqualTypeOf<AsyncIterableIterator<Comment>>();
    expectTypeOf(pubsub.subscribe(commentAdded)).toEqualTypeOf<AsyncIterableIterator<Comment>>();
    // @ts-expect-error TS2344: Type 'string' does not satisfy the constraint
    expectTypeOf(source).toEqualTypeOf<string>();
  });

  it('takes the declared keys alone', () => {
    // @ts-expect-error TS2353: 'id' does not exist in type
    pubsub.subscribe(commentAdded, { id: '1' });
    // @ts-expect-error TS2322: Type 'string' is not assignable to type 'never'
    pubsub.subscribe(started, { at: 'noon' });
  });

  it('takes no missing value: it would mean every event', () => {
    const viewer: { readonly id: string } | undefined = undefined;
    // @ts-expect-error TS2379: Type 'undefined' is not assignable to type 'KeyValue'
    pubsub.subscribe(commentAdded, { repositoryName: viewer });
    // @ts-expect-error TS2322: Type 'null' is not assignable to type 'KeyValue | undefined'
    pubsub.subscribe(commentAdded, { repositoryName: null });
  });

  it('takes no label: whose payload nobody knows', () => {
    // @ts-expect-error TS2345: Argument of type 'string' is not assignable to parameter of type 'Topic
    pubsub.subscribe('COMMENT_ADDED');
    expectTypeOf(pubsub.asyncIterator('A')).toEqualTypeOf<AsyncIterableIterator<unknown>>();
  });
});

describe('complete', () => {
  it('takes what subscribe takes', () => {
    void pubsub.complete(commentAdded, { repositoryName: 'a/b' });
    void pubsub.complete('POST_CREATED');
    // @ts-expect-error TS2353: 'id' does not exist in type '{ readonly repositoryName?: KeyValue; }'
    void pubsub.complete(commentAdded, { id: '1' });
  });
});

describe('createPubSub', () => {
  it('has no other options', () => {
    // @ts-expect-error TS2561: 'topic' does not exist in type 'CreatePubSubOptions'
    createPubSub({ topic: [commentAdded] });
  });
});
