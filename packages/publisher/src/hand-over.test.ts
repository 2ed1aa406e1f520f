import { describe, expect, it } from 'vitest';
import { MAX_HOPS } from './hand-over.ts';
import { createMemoryQueues } from './memory/index.ts';
import type { FanoutTask } from './ports.ts';
import { createStage } from './stage.ts';

const NOTE = { id: 'n1', room: 'a', author: { name: 'ann' } };
const TEXT = JSON.stringify({ topic: 'NOTED', payload: NOTE });

describe('an event past its deadline', () => {
  it('is parked at once, unread, when it comes too late', async () => {
    const stage = createStage();
    await stage.crowd(2);
    expect(await stage.publish('NOTED', NOTE, { ageMs: 300_000 })).toMatchObject({
      topic: 'NOTED',
      rows: 0,
      parked: 1,
    });
    expect(stage.queues.parked).toEqual([
      { reason: 'deadline', event: TEXT, messageId: 'event-1', detail: expect.any(String) },
    ]);
    expect(stage.sockets.posts).toEqual([]);
  });

  it('is delivered in the last second', async () => {
    const stage = createStage();
    await stage.crowd(2);
    expect(await stage.publish('NOTED', NOTE, { ageMs: 299_000 })).toMatchObject({ sent: 2 });
  });

  it('is parked with the number that remain when time passes it on the way', async () => {
    const stage = createStage({ postsPerSecond: 1 });
    await stage.crowd(8);
    const report = await stage.publish('NOTED', NOTE, { ageMs: 297_500, invocationMs: 60_000 });
    expect(report.sent).toBeGreaterThan(0);
    const drained = await stage.drain();
    const parked = stage.queues.parked.reduce((sum, { remaining = 0 }) => sum + remaining, 0);
    const sent = drained.reduce((sum, task) => sum + task.sent, report.sent);
    expect([sent + parked, stage.queues.parked[0]?.reason]).toEqual([8, 'deadline']);
  });

  it('parks a task with the number that remain', async () => {
    const stage = createStage({ sockets: { intercept: () => 'failed' } });
    await stage.crowd(3);
    await stage.publish('NOTED', NOTE);
    const [waiting] = stage.queues.takeTasks();
    await stage.clock.sleep(300_000);
    if (waiting === undefined) throw new Error('nothing queued');
    expect(await stage.publisher.task(waiting.task, () => 30_000)).toMatchObject({ parked: 3 });
    expect(stage.queues.parked).toMatchObject([{ reason: 'deadline', remaining: 3 }]);
  });
});

describe('a task that was handed on too often', () => {
  it('is parked with the number that remain', async () => {
    const stage = createStage({ sockets: { intercept: () => 'throttled' } });
    await stage.crowd(2);
    await stage.publish('NOTED', NOTE);
    const [waiting] = stage.queues.takeTasks();
    if (waiting === undefined) throw new Error('nothing queued');
    const last = { ...waiting.task, hops: MAX_HOPS };
    expect(await stage.publisher.task(last, () => 30_000)).toMatchObject({ queued: 0, parked: 2 });
    expect(stage.queues.parked).toMatchObject([{ reason: 'hops', remaining: 2, event: TEXT }]);
    const before = { ...waiting.task, hops: MAX_HOPS - 1 };
    expect(await stage.publisher.task(before, () => 30_000)).toMatchObject({ queued: 2 });
    expect(stage.queues.takeTasks()[0]?.task.hops).toBe(MAX_HOPS);
  });

  it('ends when no invocation ever has time', async () => {
    const stage = createStage();
    await stage.crowd(2);
    await stage.publish('NOTED', NOTE, { invocationMs: 1_000 });
    await stage.drain(1_000);
    expect(stage.queues.parked.map(({ reason }) => reason)).toEqual(['hops']);
  });
});

describe('trouble of the platform', () => {
  const failing = () => Promise.reject(new Error('no queue'));

  it('rejects when nothing was posted yet', async () => {
    const stage = createStage({ wrap: { queues: { enqueue: failing, park: failing } } });
    await stage.crowd(2);
    await expect(stage.publish('NOTED', NOTE, { invocationMs: 1_000 })).rejects.toThrow('no queue');
    await expect(stage.arrive('poison')).rejects.toThrow('no queue');
  });

  it('parks what is left when something was posted and the fan-out queue fails', async () => {
    const { parked, park } = createMemoryQueues();
    const stage = createStage({ wrap: { queues: { enqueue: failing, park } } });
    await stage.crowd(3);
    stage.sockets.failPosts('c1', ['forbidden']);
    expect(await stage.publish('NOTED', NOTE)).toMatchObject({ sent: 2, queued: 0, parked: 1 });
    expect(parked).toMatchObject([{ reason: 'hops', remaining: 1 }]);
  });

  it('parks only what the fan-out queue did not take', async () => {
    const { parked, park } = createMemoryQueues();
    const taken: FanoutTask[] = [];
    let posts = 0;
    const stage = createStage({
      postsPerSecond: 1,
      sockets: {
        intercept: () => {
          posts += 1;
          return posts === 2 ? 'forbidden' : undefined;
        },
      },
      wrap: {
        queues: {
          park,
          enqueue: async (tasks, { delaySeconds = 0 } = {}) => {
            if (delaySeconds > 0) throw new Error('no queue');
            taken.push(...tasks);
          },
        },
      },
    });
    await stage.crowd(3);
    const report = await stage.publish('NOTED', NOTE, { invocationMs: 3_000 });
    expect(report).toMatchObject({ sent: 1, queued: 1, parked: 1 });
    expect([taken.length, parked.length, parked[0]?.remaining]).toEqual([1, 1, 1]);
  });

  it('never rejects, and says so, when something was posted and both queues fail', async () => {
    const stage = createStage({ wrap: { queues: { enqueue: failing, park: failing } } });
    await stage.crowd(3);
    stage.sockets.failPosts('c1', ['forbidden']);
    expect(await stage.publish('NOTED', NOTE)).toMatchObject({ sent: 2, queued: 0, parked: 0 });
    expect(stage.errors()).toEqual(['post_forbidden', 'hand_over_failed', 'event_lost']);
  });

  it('hands on the keys that could not be read, from where it stopped', async () => {
    const stage = createStage({ pageSize: 2 });
    let reads = 0;
    const flaky = createStage({
      wrap: {
        queues: stage.queues,
        store: {
          ...stage.store,
          async *subscribers(topic, cursor) {
            for await (const page of stage.store.subscribers(topic, cursor)) {
              reads += 1;
              if (reads === 3 || reads === 4) throw new Error('throttled');
              yield page;
            }
          },
        },
      },
    });
    const ids = await stage.crowd(30);
    for (const id of ids) flaky.sockets.open(id);
    expect(await flaky.publish('NOTED', NOTE)).toMatchObject({ queued: 2 });
    for (const { task } of stage.queues.takeTasks()) await flaky.publisher.task(task, () => 30_000);
    expect(flaky.counts(ids)).toEqual([1]);
  });

  it('hands on a group whose texts could not be read', async () => {
    const stage = createStage({ pageSize: 1 });
    let reads = 0;
    const flaky = createStage({
      wrap: {
        queues: stage.queues,
        store: {
          ...stage.store,
          document: async (hash) => {
            reads += 1;
            if (reads === 1) throw new Error('throttled');
            return stage.store.document(hash);
          },
        },
      },
    });
    const ids = await stage.crowd(60);
    for (const id of ids) flaky.sockets.open(id);
    const report = await flaky.publish('NOTED', NOTE);
    // Those that waited for the same reading are handed on with it; later ones read again.
    expect(report.queued).toBeGreaterThan(0);
    expect(report).toMatchObject({ sent: 60 - report.queued, failed: 0 });
    expect(report.sent).toBeGreaterThan(0);
    for (const { task } of stage.queues.takeTasks()) await flaky.publisher.task(task, () => 30_000);
    expect(flaky.counts(ids)).toEqual([1]);
  });
});
