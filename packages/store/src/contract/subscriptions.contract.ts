import { beforeEach, describe, expect, it } from 'vitest';
import { RowTooLargeError } from '../store-error.ts';
import { allSubscribers, builders, deliveredIds, TOPIC } from './builders.ts';
import type { OpenStore, StoreHarness } from './harness.ts';

const CONNECTION_ID = 'L0SM9cOFvHcCIhw=';
const FURTHER = ['event#A@0', 'event#B@0', 'event#C@0'];

/** How a store keeps and ends subscriptions. */
export function subscriptionsContract(open: OpenStore): void {
  let harness: StoreHarness;
  let build: ReturnType<typeof builders>;
  beforeEach(async () => {
    harness = await open();
    build = builders(harness.clock);
    await harness.store.connect(build.aConnection());
  });

  const at = (messageId: string, timeMs: number) => ({ messageId, timeMs });

  describe('subscribe', () => {
    it('is stored, and holds its id', async () => {
      const { store } = harness;
      expect(await store.subscribe(build.aSubscription())).toBe('stored');
      expect(await deliveredIds(store)).toEqual(['1']);
      const connection = await store.connection(CONNECTION_ID);
      expect(connection?.hasOperation('1')).toBe(true);
      expect(connection?.hasOperation('2')).toBe(false);
    });

    it.each(['', '#', 'a#1#b', '☃'.repeat(42), '"\\\n', 'lone \ud800'])(
      'takes an operation id of any shape: %j',
      async (operationId) => {
        const { store } = harness;
        const topics = [TOPIC, 'event#OTHER@0'];
        await store.subscribe(build.aSubscription({ operationId, topics }));
        for (const topic of topics) expect(await deliveredIds(store, topic)).toEqual([operationId]);
        expect((await store.connection(CONNECTION_ID))?.hasOperation(operationId)).toBe(true);
        expect(await store.complete(build.aCompletion({ operationId }))).toBe('completed');
        for (const topic of topics) expect(await deliveredIds(store, topic)).toEqual([]);
      },
    );

    it('leaves nothing when the connection is unregistered', async () => {
      const { store } = harness;
      const subscription = build.aSubscription({ connectionId: 'nobody', topics: FURTHER });
      expect(await store.subscribe(subscription)).toBe('unregistered');
      expect(await store.subscription('nobody', '1')).toBeNull();
      for (const topic of FURTHER) expect(await deliveredIds(store, topic)).toEqual([]);
    });

    it('is unregistered when the connection is past its two hours', async () => {
      const { store, clock } = harness;
      clock.advance(7_200_000);
      expect(await store.subscribe(build.aSubscription())).toBe('unregistered');
    });

    it('is stored once when its message is repeated', async () => {
      const { store } = harness;
      await store.subscribe(build.aSubscription({ limit: 1 }));
      expect(await store.subscribe(build.aSubscription({ limit: 1 }))).toBe('stored');
      expect(await deliveredIds(store)).toEqual(['1']);
    });

    it('is refused when another message of its id is active, and changes nothing', async () => {
      const { store } = harness;
      await store.subscribe(build.aSubscription());
      const other = { stamp: at('subscribe-2', harness.clock.nowMs() + 1), topics: FURTHER };
      expect(await store.subscribe(build.aSubscription(other))).toBe('active');
      expect((await allSubscribers(store))[0]?.messageId).toBe('subscribe-1');
      for (const topic of FURTHER) expect(await deliveredIds(store, topic)).toEqual([]);
    });

    // Messages are handled in any order: the use, the end and the next use of an id, the first one last.
    it.each(['after', 'before'])(
      'is over when its complete came %s the newer subscription that stands under its id',
      async (order) => {
        const { store, clock } = harness;
        const now = clock.nowMs();
        const newer = build.aSubscription({ stamp: at('newer', now + 2), topics: FURTHER });
        const completion = build.aCompletion({ stamp: at('complete-1', now + 1) });
        if (order === 'before') await store.complete(completion);
        expect(await store.subscribe(newer)).toBe('stored');
        if (order === 'after') expect(await store.complete(completion)).toBe('none');
        expect(await store.subscribe(build.aSubscription({ stamp: at('older', now) }))).toBe(
          'completed',
        );
        expect(await store.subscription(CONNECTION_ID, '1')).toEqual({
          ...at('newer', now + 2),
          completedMs: now + 1,
        });
        expect(await deliveredIds(store)).toEqual([]);
        for (const topic of FURTHER) expect(await deliveredIds(store, topic)).toEqual(['1']);
        const third = build.aSubscription({ stamp: at('third', now + 3) });
        expect(await store.subscribe(third)).toBe('active');
      },
    );

    it('replaces an older one of its id, all its topics, when told to', async () => {
      const { store } = harness;
      const now = harness.clock.nowMs();
      await store.subscribe(build.aSubscription({ topics: FURTHER, limit: 1 }));
      const start = build.aSubscription({
        stamp: at('subscribe-2', now),
        activeId: 'replace',
        limit: 1,
      });
      expect(await store.subscribe(start)).toBe('stored');
      for (const topic of FURTHER) expect(await deliveredIds(store, topic)).toEqual([]);
      expect((await allSubscribers(store)).map(({ messageId }) => messageId)).toEqual([
        'subscribe-2',
      ]);
    });

    it('gives way to a newer one of its id when it should replace', async () => {
      const { store } = harness;
      const now = harness.clock.nowMs();
      const replace = { activeId: 'replace' } as const;
      await store.subscribe(build.aSubscription({ ...replace, stamp: at('newer', now + 5) }));
      const older = build.aSubscription({ ...replace, stamp: at('older', now) });
      expect(await store.subscribe(older)).toBe('completed');
      expect(await store.subscription(CONNECTION_ID, '1')).toEqual(at('newer', now + 5));
    });

    it('is refused at exactly the limit, and again possible when one has ended', async () => {
      const { store } = harness;
      const nth = (n: number) =>
        build.aSubscription({ operationId: `op-${n}`, stamp: at(`subscribe-${n}`, n), limit: 26 });
      for (let n = 1; n <= 26; n += 1) expect(await store.subscribe(nth(n))).toBe('stored');
      expect(await store.subscribe(nth(27))).toBe('limit');
      expect(await store.subscription(CONNECTION_ID, 'op-27')).toBeNull();
      expect(await deliveredIds(store)).toHaveLength(26);
      await store.complete(build.aCompletion({ operationId: 'op-3' }));
      expect(await store.subscribe(nth(27))).toBe('stored');
      expect(await store.subscribe(nth(28))).toBe('limit');
    });

    it('is the limit when none is allowed', async () => {
      const { store } = harness;
      expect(await store.subscribe(build.aSubscription({ limit: 0 }))).toBe('limit');
      expect(await deliveredIds(store)).toEqual([]);
    });

    it('refuses texts that make its row too large, and writes nothing', async () => {
      const { store } = harness;
      const long = { operationName: 'n'.repeat(900) };
      await expect(store.subscribe(build.aSubscription(long))).rejects.toThrow(RowTooLargeError);
      const topics = [TOPIC, `event#${'t'.repeat(900)}`];
      await expect(store.subscribe(build.aSubscription({ topics }))).rejects.toThrow(
        RowTooLargeError,
      );
      expect(await store.subscription(CONNECTION_ID, '1')).toBeNull();
      expect(await deliveredIds(store)).toEqual([]);
    });
  });

  describe('subscription', () => {
    it('is null where a tombstone stands', async () => {
      const { store } = harness;
      await store.complete(build.aCompletion());
      expect(await store.subscription(CONNECTION_ID, '1')).toBeNull();
    });

    it('is null from two hours after the connection', async () => {
      const { store, clock } = harness;
      await store.subscribe(build.aSubscription());
      clock.advance(7_200_000);
      expect(await store.subscription(CONNECTION_ID, '1')).toBeNull();
      expect(await deliveredIds(store)).toEqual([]);
    });
  });

  describe('complete', () => {
    it('removes a subscription from every topic', async () => {
      const { store } = harness;
      await store.subscribe(build.aSubscription({ topics: FURTHER }));
      expect(await store.complete(build.aCompletion())).toBe('completed');
      for (const topic of FURTHER) expect(await deliveredIds(store, topic)).toEqual([]);
      expect((await store.connection(CONNECTION_ID))?.hasOperation('1')).toBe(false);
    });

    it('removes further topics over one batch', async () => {
      const { store } = harness;
      const topics = Array.from({ length: 28 }, (_, n) => `event#T${n}@0`);
      await store.subscribe(build.aSubscription({ topics }));
      expect(await deliveredIds(store, 'event#T27@0')).toEqual(['1']);
      await store.complete(build.aCompletion());
      for (const topic of topics) expect(await deliveredIds(store, topic)).toEqual([]);
    });

    it('is none when nothing was stored', async () => {
      const { store, losesAnswers } = harness;
      const outcome = await store.complete(build.aCompletion());
      expect(outcome).toBe(losesAnswers ? 'completed' : 'none');
    });

    it('ends the subscription of its time that comes after it', async () => {
      const { store, clock } = harness;
      const now = clock.nowMs();
      await store.complete(build.aCompletion({ stamp: at('complete-1', now) }));
      for (const timeMs of [now - 1, now]) {
        const stamp = at(`subscribe-${timeMs}`, timeMs);
        const subscription = build.aSubscription({ stamp, topics: FURTHER });
        expect(await store.subscribe(subscription)).toBe('completed');
      }
      for (const topic of FURTHER) expect(await deliveredIds(store, topic)).toEqual([]);
    });

    it('does not end a subscription of the next millisecond', async () => {
      const { store, clock } = harness;
      await store.complete(build.aCompletion());
      const stamp = at('subscribe-2', clock.nowMs() + 1);
      expect(await store.subscribe(build.aSubscription({ stamp }))).toBe('stored');
      expect(await store.subscription(CONNECTION_ID, '1')).toMatchObject({
        messageId: 'subscribe-2',
      });
    });

    it('is forgotten after 30 s', async () => {
      const { store, clock } = harness;
      const stamp = at('subscribe-1', clock.nowMs() - 1);
      await store.complete(build.aCompletion());
      clock.advance(29_000);
      expect(await store.subscribe(build.aSubscription({ stamp }))).toBe('completed');
      clock.advance(1000);
      expect(await store.subscribe(build.aSubscription({ stamp }))).toBe('stored');
    });

    it('leaves the later of two tombstones, whichever comes first', async () => {
      const { store, clock } = harness;
      const now = clock.nowMs();
      for (const [n, times] of [
        [now + 10, now],
        [now, now + 10],
      ].entries()) {
        const operationId = `op-${n}`;
        for (const timeMs of times) {
          await store.complete(
            build.aCompletion({ operationId, stamp: at(`complete-${n}-${timeMs}`, timeMs) }),
          );
        }
        const stamp = at(`subscribe-${n}`, now + 5);
        expect(await store.subscribe(build.aSubscription({ operationId, stamp }))).toBe(
          'completed',
        );
      }
    });

    it('leaves a newer subscription of its id and its place', async () => {
      const { store, clock } = harness;
      const stamp = at('subscribe-2', clock.nowMs() + 1);
      await store.subscribe(build.aSubscription({ stamp }));
      expect(await store.complete(build.aCompletion())).toBe('none');
      expect(await deliveredIds(store)).toEqual(['1']);
      expect((await store.connection(CONNECTION_ID))?.hasOperation('1')).toBe(true);
    });

    it('writes nothing when the connection is unregistered', async () => {
      const { store } = harness;
      const completion = build.aCompletion({ connectionId: 'nobody' });
      expect(await store.complete(completion)).toBe('unregistered');
      await store.connect(build.aConnection({ connectionId: 'nobody' }));
      const subscription = build.aSubscription({ connectionId: 'nobody' });
      expect(await store.subscribe(subscription)).toBe('stored');
    });

    it('writes nothing when the connection speaks another subprotocol', async () => {
      const { store } = harness;
      await store.subscribe(build.aSubscription());
      const completion = build.aCompletion({ subprotocol: 'graphql-ws' });
      expect(await store.complete(completion)).toBe('other-subprotocol');
      expect(await deliveredIds(store)).toEqual(['1']);
      expect((await store.connection(CONNECTION_ID))?.hasOperation('1')).toBe(true);
    });

    it('ends one of two connections that use the same id', async () => {
      const { store } = harness;
      await store.connect(build.aConnection({ connectionId: 'two' }));
      await store.subscribe(build.aSubscription());
      await store.subscribe(build.aSubscription({ connectionId: 'two' }));
      await store.complete(build.aCompletion());
      const left = await allSubscribers(store);
      expect(left.map(({ connectionId }) => connectionId)).toEqual(['two']);
    });
  });
}
