import type { PubSub } from '@skein/pubsub';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MAX_HOPS } from './hand-over.ts';
import { createMemoryQueues } from './memory/index.ts';
import type { FanoutTask } from './ports.ts';
import { createStage, ENDPOINT } from './stage.ts';

const NOTE = { id: 'n1', room: 'a' };
const TEXT = JSON.stringify({ topic: 'NOTED', payload: NOTE });

type Stage = ReturnType<typeof createStage>;

const crowd = async (stage: Stage, size: number) => {
  const ids = Array.from({ length: size }, (_, n) => `c${n}`);
  for (const connectionId of ids) await stage.subscribe({ connectionId });
  return ids;
};
const framesEach = (stage: Stage, ids: readonly string[]) => [
  ...new Set(ids.map((id) => stage.frames(id).length)),
];
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
const errorsOf = (stage: Stage) =>
  stage.lines.filter(({ level }) => level === 'error').map(({ event }) => event);

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
    const ids = await crowd(stage, 5);
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
    expect(framesEach(stage, ids)).toEqual([1]);
  });

  it('have a deadline under 5 s each, and none after the invocation', async () => {
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
    expect(Math.max(...timeouts.slice(4))).toBeLessThanOrEqual(500);
  });
});

describe('forbidden posts', () => {
  it('delete no rows, are logged once and handed on', async () => {
    const stage = createStage({ sockets: { intercept: () => 'forbidden' } });
    await crowd(stage, 120);
    expect(await stage.publish('NOTED', NOTE)).toMatchObject({ sent: 0, gone: 0, queued: 120 });
    expect(stage.sockets.posts).toHaveLength(120);
    expect(errorsOf(stage)).toEqual(['post_forbidden']);
    expect(await stage.isStored('c0')).toBe(true);
  });

  it('are parked in the end', async () => {
    const stage = createStage({ sockets: { intercept: () => 'forbidden' } });
    await crowd(stage, 3);
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
    expect(errorsOf(stage)).toEqual(['post_forbidden']);
  });
});

describe('an invocation that runs out of time', () => {
  it('hands everything on when it has none', async () => {
    const stage = createStage();
    const ids = await crowd(stage, 10);
    const report = await stage.publish('NOTED', NOTE, { invocationMs: 1_000 });
    expect(report).toMatchObject({ sent: 0, rows: 0, queued: 4 });
    expect(stage.sockets.posts).toEqual([]);
    await stage.drain();
    expect(framesEach(stage, ids)).toEqual([1]);
  });

  it.each([1, 3, 25])('delivers to each once all the same, in pages of %i', async (pageSize) => {
    const stage = createStage({ pageSize, postsPerSecond: 10 });
    const ids = await crowd(stage, 60);
    const report = await stage.publish('NOTED', NOTE, { invocationMs: 3_000 });
    expect(report.sent).toBeGreaterThan(5);
    expect(report.sent).toBeLessThan(40);
    const reports = await stage.drain(3_000);
    expect(reports.reduce((sum, { sent }) => sum + sent, report.sent)).toBe(60);
    expect(framesEach(stage, ids)).toEqual([1]);
    expect(stage.queues.parked).toEqual([]);
  });

  it('leaves keys unread rather than rows undelivered', async () => {
    const stage = createStage({ pageSize: 10, postsPerSecond: 50 });
    const ids = await crowd(stage, 400);
    const report = await stage.publish('NOTED', NOTE, { invocationMs: 3_000 });
    expect(report.sent).toBeGreaterThan(50);
    expect(report.rows).toBeLessThan(250);
    const works = stage.queues.takeTasks().map(({ task }) => task.work);
    const keys = works.flatMap((work) => (work.kind === 'keys' ? work.keys : []));
    const rows = works.flatMap((work) => (work.kind === 'subscribers' ? work.subscribers : []));
    expect(keys.length).toBeGreaterThan(0);
    expect(report.sent + rows.length).toBe(report.rows);
    expect(framesEach(stage, ids).sort()).toEqual([0, 1]);
  });

  it('keeps each task small when many subscribers are left', async () => {
    const stage = createStage({ sockets: { intercept: () => 'throttled' } });
    await crowd(stage, 800);
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

describe('an event past its deadline', () => {
  it('is parked at once, unread, when it comes too late', async () => {
    const stage = createStage();
    await crowd(stage, 2);
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
    await crowd(stage, 2);
    expect(await stage.publish('NOTED', NOTE, { ageMs: 299_000 })).toMatchObject({ sent: 2 });
  });

  it('is parked with the number that remain when time passes it on the way', async () => {
    const stage = createStage({ postsPerSecond: 1 });
    await crowd(stage, 8);
    const report = await stage.publish('NOTED', NOTE, { ageMs: 297_500, invocationMs: 60_000 });
    expect(report.sent).toBeGreaterThan(0);
    const drained = await stage.drain();
    const parked = stage.queues.parked.reduce((sum, { remaining = 0 }) => sum + remaining, 0);
    const sent = drained.reduce((sum, task) => sum + task.sent, report.sent);
    expect([sent + parked, stage.queues.parked[0]?.reason]).toEqual([8, 'deadline']);
  });

  it('parks a task with the number that remain', async () => {
    const stage = createStage({ sockets: { intercept: () => 'failed' } });
    await crowd(stage, 3);
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
    await crowd(stage, 2);
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
    await crowd(stage, 2);
    await stage.publish('NOTED', NOTE, { invocationMs: 1_000 });
    await stage.drain(1_000);
    expect(stage.queues.parked.map(({ reason }) => reason)).toEqual(['hops']);
  });
});

describe('trouble of the platform', () => {
  const failing = () => Promise.reject(new Error('no queue'));

  it('rejects when nothing was posted yet', async () => {
    const stage = createStage({ wrap: { queues: { enqueue: failing, park: failing } } });
    await crowd(stage, 2);
    await expect(stage.publish('NOTED', NOTE, { invocationMs: 1_000 })).rejects.toThrow('no queue');
    await expect(stage.arrive('poison')).rejects.toThrow('no queue');
  });

  it('parks what is left when something was posted and the fan-out queue fails', async () => {
    const { parked, park } = createMemoryQueues();
    const stage = createStage({ wrap: { queues: { enqueue: failing, park } } });
    await crowd(stage, 3);
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
    await crowd(stage, 3);
    const report = await stage.publish('NOTED', NOTE, { invocationMs: 3_000 });
    expect(report).toMatchObject({ sent: 1, queued: 1, parked: 1 });
    expect([taken.length, parked.length, parked[0]?.remaining]).toEqual([1, 1, 1]);
  });

  it('never rejects, and says so, when something was posted and both queues fail', async () => {
    const stage = createStage({ wrap: { queues: { enqueue: failing, park: failing } } });
    await crowd(stage, 3);
    stage.sockets.failPosts('c1', ['forbidden']);
    expect(await stage.publish('NOTED', NOTE)).toMatchObject({ sent: 2, queued: 0, parked: 0 });
    expect(errorsOf(stage)).toEqual(['post_forbidden', 'hand_over_failed', 'event_lost']);
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
    const ids = await crowd(stage, 30);
    for (const id of ids) flaky.sockets.open(id);
    expect(await flaky.publish('NOTED', NOTE)).toMatchObject({ queued: 2 });
    for (const { task } of stage.queues.takeTasks()) await flaky.publisher.task(task, () => 30_000);
    expect(framesEach(flaky, ids)).toEqual([1]);
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
    const ids = await crowd(stage, 60);
    for (const id of ids) flaky.sockets.open(id);
    const report = await flaky.publish('NOTED', NOTE);
    // Those that waited for the same reading are handed on with it; later ones read again.
    expect(report.queued).toBeGreaterThan(0);
    expect(report).toMatchObject({ sent: 60 - report.queued, failed: 0 });
    expect(report.sent).toBeGreaterThan(0);
    for (const { task } of stage.queues.takeTasks()) await flaky.publisher.task(task, () => 30_000);
    expect(framesEach(flaky, ids)).toEqual([1]);
  });
});

describe('the pace', () => {
  it('is that of the environment, over all events', async () => {
    const stage = createStage({ postsPerSecond: 100 });
    await crowd(stage, 50);
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
    await crowd(stage, 350);
    expect(await stage.publish('NOTED', NOTE)).toMatchObject({ sent: 350 });
    expect(most).toBe(100);
  });
});

describe('task', () => {
  it('delivers by the same rules: gone, expired, dropped', async () => {
    const stage = createStage({ sockets: {} });
    await stage.subscribe({ connectionId: 'gone' });
    await stage.subscribe({ connectionId: 'expired', expiresAt: stage.clock.nowMs() / 1_000 });
    await stage.subscribe({ connectionId: 'fine' });
    stage.sockets.drop('gone');
    await stage.publish('NOTED', NOTE, { invocationMs: 1_000 });
    const reports = await stage.drain();
    expect(reports).toMatchObject([{ gone: 1, expired: 1, sent: 1, keys: 4 }]);
    expect(await stage.isStored('gone')).toBe(false);
    expect(stage.sockets.closes).toMatchObject([{ connectionId: 'expired', endpoint: ENDPOINT }]);
  });

  it('parks an event that a later version of the application refuses', async () => {
    const stage = createStage({ app: {} });
    const task: FanoutTask = {
      v: 1,
      event: { text: '{}', messageId: 'event-1', publishedAtMs: stage.clock.nowMs() },
      hops: 1,
      work: { kind: 'keys', keys: [] },
    };
    expect(await stage.publisher.task(task, () => 30_000)).toMatchObject({ parked: 1 });
    expect(stage.queues.parked).toMatchObject([{ reason: 'bad-envelope' }]);
    expect(stage.queues.parked[0]).not.toHaveProperty('remaining');
  });
});
