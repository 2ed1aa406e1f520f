import { describe, expect, it } from 'vitest';
import { createStage } from './stage.ts';

const end = (keys: object = {}) => JSON.stringify({ topic: 'NOTED', complete: keys });

const inRoom = (room: string) => ({
  query: 'subscription ($room: String) { noted(room: $room) { id } }',
  variables: { room },
});

describe('a completion', () => {
  it.each([
    ['graphql-transport-ws', { id: '1', type: 'complete' }],
    ['graphql-ws', { id: '1', type: 'complete', payload: null }],
  ] as const)('ends a subscription of %s and its row', async (subprotocol, frame) => {
    const stage = createStage();
    await stage.subscribe({ connectionId: 'a', subprotocol });
    expect(await stage.arrive(end())).toMatchObject({ completed: 1, sent: 0, filtered: 0 });
    expect([stage.frames('a'), await stage.isStored('a')]).toEqual([[frame], false]);
    expect(await stage.publish('NOTED', { id: 'n1' })).toMatchObject({ rows: 0 });
  });

  it('reads and ends those with exactly its keys, and no others', async () => {
    const stage = createStage();
    await stage.subscribe({ connectionId: 'a', ...inRoom('x') });
    await stage.subscribe({ connectionId: 'b', ...inRoom('y') });
    await stage.subscribe({ connectionId: 'c' });
    expect(await stage.arrive(end({ room: 'x' }))).toMatchObject({
      keys: 1,
      rows: 1,
      completed: 1,
    });
    const stored = ['a', 'b', 'c'].map((connectionId) => stage.isStored(connectionId));
    expect(await Promise.all(stored)).toEqual([false, true, true]);
    expect([stage.frames('b'), stage.frames('c')]).toEqual([[], []]);
  });

  it('executes a group once, whoever is in it', async () => {
    const stage = createStage();
    const ids = await stage.crowd(50);
    expect(await stage.arrive(end())).toMatchObject({ groups: 1, completed: 50 });
    expect(stage.counts(ids)).toEqual([1]);
  });

  it('leaves what began after it, when it comes late or once more', async () => {
    const stage = createStage();
    await stage.subscribe({ connectionId: 'a' });
    await stage.clock.sleep(1_000);
    await stage.subscribe({ connectionId: 'b' });
    const arrival = { ageMs: 500 };
    expect(await stage.arrive(end(), arrival)).toMatchObject({ rows: 2, completed: 1 });
    expect(await stage.arrive(end(), arrival)).toMatchObject({ rows: 1, completed: 0 });
    expect([stage.frames('b'), await stage.isStored('b')]).toEqual([[], true]);
  });

  it('keeps the row when the complete can not be posted, and tries again from the queue', async () => {
    const stage = createStage();
    await stage.subscribe({ connectionId: 'a' });
    stage.sockets.failPosts('a', ['failed', 'failed', 'failed', 'failed']);
    expect(await stage.arrive(end())).toMatchObject({ completed: 0, queued: 1 });
    expect(await stage.isStored('a')).toBe(true);
    await stage.drain();
    expect([stage.frames('a').length, await stage.isStored('a')]).toEqual([1, false]);
  });

  it.each([
    ['a key that the topic does not have', '{"topic":"NOTED","complete":{"id":"n1"}}'],
    ['keys of a label', '{"topic":"PLAIN","complete":{"room":"x"}}'],
    ['a payload beside it', '{"topic":"NOTED","complete":{},"payload":{}}'],
  ])('is parked when it has %s', async (_case, text) => {
    const stage = createStage();
    await stage.subscribe({ connectionId: 'a' });
    expect(await stage.arrive(text)).toMatchObject({ completed: 0, parked: 1 });
    expect(stage.queues.parked).toMatchObject([{ reason: 'bad-envelope', event: text }]);
    expect(stage.frames('a')).toEqual([]);
  });
});
