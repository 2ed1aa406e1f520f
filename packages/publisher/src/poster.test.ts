import { describe, expect, it } from 'vitest';
import { createStage } from './stage.ts';

const NOTE = { id: 'n1', room: 'a', author: { name: 'ann' } };
const TEXT = JSON.stringify({ topic: 'NOTED', payload: NOTE });

describe('throttled and failed posts', () => {
  it('are tried again with a pause when they were refused for a moment', async () => {
    const stage = createStage();
    await stage.subscribe({ connectionId: 'a' });
    await stage.subscribe({ connectionId: 'b' });
    stage.sockets.failPosts('a', ['throttled', 'failed', 'throttled']);
    const begun = stage.clock.nowMs();
    expect(await stage.publish('NOTED', NOTE)).toMatchObject({ sent: 2, queued: 0 });
    expect(stage.clock.nowMs() - begun).toBeGreaterThan(500);
    expect([stage.frames('a').length, stage.frames('b').length]).toEqual([1, 1]);
  });

  it('go to the queue with a delay, and nobody else waits for them, when it lasts', async () => {
    const stage = createStage();
    const ids = await stage.crowd(5);
    stage.sockets.failPosts(
      'c2',
      Array.from({ length: 6 }, () => 'throttled' as const),
    );
    expect(await stage.publish('NOTED', NOTE)).toMatchObject({ sent: 4, queued: 1, gone: 0 });
    const [waiting, ...others] = stage.queues.takeTasks();
    expect([waiting?.delaySeconds, waiting?.task.hops, others.length]).toEqual([1, 1, 0]);
    expect(waiting?.task.work).toMatchObject({
      kind: 'subscribers',
      subscribers: [{ connectionId: 'c2' }],
    });
    if (waiting !== undefined) {
      expect(await stage.publisher.task(waiting.task, () => 30_000)).toMatchObject({ sent: 1 });
    }
    expect(stage.counts(ids)).toEqual([1]);
  });

  it('have a deadline under 5 s each, in the invocation, and long enough to arrive', async () => {
    const timeouts: number[] = [];
    const stage = createStage({
      wrap: {
        sockets: {
          post: async (_address, _frame, { timeoutMs }) => {
            timeouts.push(timeoutMs);
            return 'failed';
          },
          close: async () => 'closed',
        },
      },
    });
    await stage.subscribe({ connectionId: 'a' });
    await stage.publish('NOTED', NOTE, { invocationMs: 60_000 });
    await stage.publish('NOTED', NOTE, { invocationMs: 2_000 });
    expect(timeouts).toHaveLength(7);
    expect(Math.max(...timeouts)).toBeLessThan(5_000);
    expect(Math.max(...timeouts.slice(4))).toBeLessThan(1_000);
    expect(Math.min(...timeouts)).toBe(750);
  });
});

describe('forbidden posts', () => {
  it('delete no rows, are logged once and handed on', async () => {
    const stage = createStage({ sockets: { intercept: () => 'forbidden' } });
    await stage.crowd(120);
    expect(await stage.publish('NOTED', NOTE)).toMatchObject({ sent: 0, gone: 0, queued: 120 });
    expect(stage.sockets.posts).toHaveLength(120);
    expect(stage.errors()).toEqual(['post_forbidden']);
    expect(await stage.isStored('c0')).toBe(true);
  });

  it('are parked in the end', async () => {
    const stage = createStage({ sockets: { intercept: () => 'forbidden' } });
    await stage.crowd(3);
    await stage.publish('NOTED', NOTE);
    await stage.drain();
    expect(stage.queues.parked).toEqual([
      {
        reason: 'deadline',
        event: TEXT,
        messageId: 'event-1',
        detail: expect.any(String),
        remaining: 3,
      },
    ]);
  });

  it('are what becomes of connections without any endpoint', async () => {
    const stage = createStage({ defaultEndpoint: null });
    await stage.subscribe({ connectionId: 'a' });
    await stage.subscribe({ connectionId: 'b', endpoint: 'https://other.test' });
    expect(await stage.publish('NOTED', NOTE)).toMatchObject({ sent: 1, queued: 1 });
    expect(stage.sockets.posts[0]?.endpoint).toBe('https://other.test');
    expect(stage.errors()).toEqual(['post_forbidden']);
  });
});

describe('the pace', () => {
  it('is that of the environment, over all events', async () => {
    const stage = createStage({ postsPerSecond: 100 });
    await stage.crowd(50);
    const begun = stage.clock.nowMs();
    await Promise.all([stage.publish('NOTED', NOTE), stage.publish('NOTED', NOTE)]);
    expect(stage.clock.nowMs() - begun).toBeGreaterThanOrEqual(990);
  });

  it('has at most 100 posts on the way', async () => {
    let open = 0;
    let most = 0;
    const stage = createStage({
      sockets: {
        intercept: async () => {
          open += 1;
          most = Math.max(most, open);
          await new Promise((resolve) => setImmediate(resolve));
          open -= 1;
          return undefined;
        },
      },
    });
    await stage.crowd(350);
    expect(await stage.publish('NOTED', NOTE)).toMatchObject({ sent: 350 });
    expect(most).toBe(100);
  });
});
