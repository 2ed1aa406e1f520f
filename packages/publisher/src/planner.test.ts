import type { PubSub } from '@skein/pubsub';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createStage } from './stage.ts';

const NOTE = { id: 'n1', room: 'a', author: { name: 'ann' } };
const slowSchema =
  (ms: number) =>
  (pubsub: PubSub): GraphQLSchema => {
    const schema = buildSchema('type Query { a: Int } type Subscription { slow: Int }');
    const field = schema.getSubscriptionType()?.getFields().slow;
    if (field === undefined) throw new Error('no field');
    field.subscribe = async () => {
      if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
      return pubsub.asyncIterator('SLOW');
    };
    field.resolve = (n) => n;
    return schema;
  };

describe('an invocation that runs out of time', () => {
  it('hands everything on when it has none', async () => {
    const stage = createStage();
    const ids = await stage.crowd(10);
    const report = await stage.publish('NOTED', NOTE, { invocationMs: 1_000 });
    expect(report).toMatchObject({ sent: 0, rows: 0, queued: 4 });
    expect(stage.sockets.posts).toEqual([]);
    await stage.drain();
    expect(stage.counts(ids)).toEqual([1]);
  });

  it.each([1, 3, 25])('delivers to each once all the same, in pages of %i', async (pageSize) => {
    const stage = createStage({ pageSize, postsPerSecond: 10 });
    const ids = await stage.crowd(60);
    const report = await stage.publish('NOTED', NOTE, { invocationMs: 3_000 });
    expect(report.sent).toBeGreaterThan(5);
    expect(report.sent).toBeLessThan(40);
    const reports = await stage.drain(3_000);
    expect(reports.reduce((sum, { sent }) => sum + sent, report.sent)).toBe(60);
    expect(stage.counts(ids)).toEqual([1]);
    expect(stage.queues.parked).toEqual([]);
  });

  it('leaves keys unread rather than rows undelivered', async () => {
    const stage = createStage({ pageSize: 10, postsPerSecond: 50 });
    const ids = await stage.crowd(400);
    const report = await stage.publish('NOTED', NOTE, { invocationMs: 3_000 });
    expect(report.sent).toBeGreaterThan(50);
    expect(report.rows).toBeLessThan(250);
    const works = stage.queues.takeTasks().map(({ task }) => task.work);
    const keys = works.flatMap((work) => (work.kind === 'keys' ? work.keys : []));
    const rows = works.flatMap((work) => (work.kind === 'subscribers' ? work.subscribers : []));
    expect(keys.length).toBeGreaterThan(0);
    expect(report.sent + rows.length).toBe(report.rows);
    expect(stage.counts(ids)).toEqual([0, 1]);
  });

  it('keeps each task small when many subscribers are left', async () => {
    const stage = createStage({ sockets: { intercept: () => 'throttled' } });
    await stage.crowd(800);
    expect(await stage.publish('NOTED', NOTE)).toMatchObject({ queued: 800 });
    const sizes = stage.queues.takeTasks().map(({ task }) => JSON.stringify(task).length);
    expect(sizes.length).toBeGreaterThan(1);
    expect(Math.max(...sizes)).toBeLessThan(110_000);
  });

  it('lets a replay that was cut short run again', async () => {
    const stage = createStage({ schema: slowSchema(100) });
    await stage.subscribe({ connectionId: 'a', query: '{ slow }' });
    const report = await stage.publish('SLOW', 1, { invocationMs: 1_540 });
    expect(report).toMatchObject({ groups: 1, sent: 0, failed: 0, queued: 1 });
    await stage.drain();
    expect(stage.frames('a')).toMatchObject([{ type: 'next' }]);
  });
});

describe('a source that never ends', () => {
  afterEach(() => vi.useRealTimers());

  it('ends with an error after 5 s, and nobody waits longer for it', async () => {
    const quick = createStage({ schema: slowSchema(0) });
    await quick.subscribe({ connectionId: 'a', query: '{ slow }' });
    const stuck = createStage({ schema: slowSchema(3_600_000), wrap: { store: quick.store } });
    stuck.sockets.open('a');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const published = stuck.publish('SLOW', 1);
    for (let turns = 0; turns < 10; turns += 1) await stuck.clock.sleep(0);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await published).toMatchObject({ failed: 1 });
    expect([stuck.frames('a')[0]?.type, await quick.isStored('a')]).toEqual(['error', false]);
  });
});
