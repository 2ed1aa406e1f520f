import { beforeEach, describe, expect, it } from 'vitest';
import { StoreError } from '../store-error.ts';
import { allSubscribers, builders, deliveredIds, TOPIC } from './builders.ts';
import type { OpenStore, StoreHarness } from './harness.ts';

const CONNECTION_ID = 'L0SM9cOFvHcCIhw=';

/** What a delivery reads of a store, and removes. */
export function deliveryContract(open: OpenStore): void {
  let harness: StoreHarness;
  let build: ReturnType<typeof builders>;
  beforeEach(async () => {
    harness = await open();
    build = builders(harness.clock);
    await harness.store.connect(build.aConnection());
  });

  async function onlySubscriber() {
    const [subscriber, ...others] = await allSubscribers(harness.store);
    if (subscriber === undefined || others.length > 0) throw new Error('Expected one subscriber');
    return subscriber;
  }

  describe('subscribers', () => {
    it('gives back what subscribe stored', async () => {
      const { store } = harness;
      const subscription = build.aSubscription({
        operationId: 'a#b',
        subprotocol: 'graphql-ws',
        operationName: 'Posts',
        variables: { b: [1, { d: null, c: 'ü' }], a: true },
        deliverySession: { id: 'ada' },
        expiresAt: 1_800_000_000,
        callbackUrl: 'https://custom.example.com',
        topics: [TOPIC, 'event#OTHER@0'],
      });
      await store.subscribe(subscription);
      const subscriber = await onlySubscriber();
      expect(subscriber).toMatchObject({
        connectionId: CONNECTION_ID,
        operationId: 'a#b',
        messageId: 'subscribe-1',
        subprotocol: 'graphql-ws',
        operationName: 'Posts',
        variables: { json: '{"a":true,"b":[1,{"c":"ü","d":null}]}' },
        deliverySession: { json: '{"id":"ada"}' },
        expiresAt: 1_800_000_000,
        callbackUrl: 'https://custom.example.com',
        topicCount: 2,
      });
      expect(await store.document(subscriber.documentHash)).toBe(subscription.query);
      expect(await store.variables(subscriber.variables)).toEqual(subscription.variables);
      const session = await store.deliverySession(subscriber.deliverySession);
      expect(session).toEqual({ session: { id: 'ada' } });
    });

    it('has null for what is absent or the default', async () => {
      const { store } = harness;
      await store.subscribe(build.aSubscription());
      const subscriber = await onlySubscriber();
      expect(subscriber).toMatchObject({
        subprotocol: 'graphql-transport-ws',
        operationName: null,
        expiresAt: null,
        callbackUrl: null,
        topicCount: 1,
      });
      expect(await store.variables(subscriber.variables)).toBeNull();
      const session = await store.deliverySession(subscriber.deliverySession);
      expect(session).toEqual({ session: null });
    });

    it('refers equally to equal variables, whatever the order of their keys', async () => {
      const { store } = harness;
      const variants = [{ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }, {}, null];
      for (const [n, variables] of variants.entries()) {
        const stamp = { messageId: `subscribe-${n}`, timeMs: n };
        await store.subscribe(build.aSubscription({ operationId: `${n}`, stamp, variables }));
      }
      const found = await allSubscribers(store);
      const references = found
        .toSorted((a, b) => Number(a.operationId) - Number(b.operationId))
        .map(({ variables }) => variables);
      expect(references[0]).toEqual(references[1]);
      expect(references[2]).toEqual(references[3]);
      expect(references[0]).not.toEqual(references[2]);
    });

    it('keeps variables over 256 bytes and sessions over 128 in rows of their own', async () => {
      const { store } = harness;
      const variables = { text: '☃'.repeat(90) };
      const deliverySession = { id: 'a'.repeat(128) };
      await store.subscribe(build.aSubscription({ variables, deliverySession }));
      const subscriber = await onlySubscriber();
      expect(subscriber.variables).toHaveProperty('hash');
      expect(subscriber.deliverySession).toHaveProperty('hash');
      expect(await store.variables(subscriber.variables)).toEqual(variables);
      const session = await store.deliverySession(subscriber.deliverySession);
      expect(session).toEqual({ session: deliverySession });
    });

    it.each([
      [256, 'json'],
      [257, 'hash'],
    ])('refers to variables of %i bytes by %s', async (bytes, kind) => {
      const variables = { a: 'x'.repeat(bytes - '{"a":""}'.length) };
      await harness.store.subscribe(build.aSubscription({ variables }));
      expect((await onlySubscriber()).variables).toHaveProperty(kind);
    });

    it.each([
      [128, 'json'],
      [129, 'hash'],
    ])('refers to a delivery session of %i bytes by %s', async (bytes, kind) => {
      const deliverySession = 'x'.repeat(bytes - 2);
      await harness.store.subscribe(build.aSubscription({ deliverySession }));
      expect((await onlySubscriber()).deliverySession).toHaveProperty(kind);
    });

    it('yields a subscription of several topics on each, and nothing on others', async () => {
      const { store } = harness;
      const topics = ['event#A@0', 'event#B@0', 'event#C@0'];
      await store.subscribe(build.aSubscription({ topics }));
      for (const topic of topics) expect(await deliveredIds(store, topic)).toEqual(['1']);
      expect(await deliveredIds(store, 'event#D@0')).toEqual([]);
    });

    it('continues behind every page from its cursor', async () => {
      const { store } = harness;
      for (let n = 0; n < 60; n += 1) {
        const stamp = { messageId: `subscribe-${n}`, timeMs: n };
        await store.subscribe(build.aSubscription({ operationId: String(n), stamp }));
      }
      const all = await deliveredIds(store);
      expect(new Set(all).size).toBe(60);
      const before: string[] = [];
      for await (const { subscribers, cursor } of store.subscribers(TOPIC)) {
        before.push(...subscribers.map(({ operationId }) => operationId));
        const behind: string[] = [];
        if (cursor !== null) {
          for await (const page of store.subscribers(TOPIC, cursor)) {
            behind.push(...page.subscribers.map(({ operationId }) => operationId));
          }
        }
        expect([...before, ...behind].sort()).toEqual(all);
      }
    });

    it('throws a StoreError when the cursor is none', async () => {
      const read = async () => {
        for await (const page of harness.store.subscribers(TOPIC, 'nonsense')) return page;
        return null;
      };
      await expect(read()).rejects.toThrow(StoreError);
    });

    it('shows a subscription only when the index has caught up', async () => {
      const { store } = harness;
      await harness.freeze();
      await store.subscribe(build.aSubscription());
      expect(await deliveredIds(store)).toEqual([]);
      await harness.catchUp();
      expect(await deliveredIds(store)).toEqual(['1']);
    });

    it('leaves out what is past its ttl', async () => {
      const { store, clock } = harness;
      await store.subscribe(build.aSubscription());
      clock.advance(7_199_000);
      expect(await deliveredIds(store)).toEqual(['1']);
      clock.advance(1000);
      expect(await deliveredIds(store)).toEqual([]);
    });
  });

  describe('document', () => {
    it('is null when it was never stored', async () => {
      expect(await harness.store.document('AAAAAAAAAAAAAAAAAAAAAA')).toBeNull();
      expect(await harness.store.variables({ hash: 'AAAAAAAAAAAAAAAAAAAAAA' })).toBeNull();
      expect(await harness.store.deliverySession({ hash: 'AAAAAAAAAAAAAAAAAAAAAA' })).toBeNull();
    });

    it('outlives every subscription that was stored with it', async () => {
      const { store, clock } = harness;
      await store.subscribe(build.aSubscription());
      // A connection made within the hour that a confirmed document needs no look at.
      clock.advance(3_599_000);
      const later = builders(clock);
      await store.connect(later.aConnection({ connectionId: 'later' }));
      await store.subscribe(later.aSubscription({ connectionId: 'later' }));
      clock.advance(7_199_000);
      const subscriber = await onlySubscriber();
      expect(subscriber.connectionId).toBe('later');
      expect(await store.document(subscriber.documentHash)).not.toBeNull();
    });
  });

  describe('dropGone', () => {
    it('removes the row and the connection, and no other row', async () => {
      const { store } = harness;
      await store.subscribe(build.aSubscription());
      const stamp = { messageId: 'subscribe-2', timeMs: 2 };
      await store.subscribe(build.aSubscription({ operationId: '2', stamp }));
      const [first] = await allSubscribers(store);
      if (first === undefined) throw new Error('Expected two subscribers');
      await store.dropGone(first);
      expect(await store.connection(CONNECTION_ID)).toBeNull();
      expect(await store.subscription(CONNECTION_ID, first.operationId)).toBeNull();
      expect(await deliveredIds(store)).toHaveLength(1);
    });

    it('removes one of several topics at a time, in any order', async () => {
      const { store } = harness;
      const topics = [TOPIC, 'event#A@0', 'event#B@0'];
      for (const order of [topics, topics.toReversed()]) {
        await store.connect(build.aConnection());
        await store.subscribe(build.aSubscription({ topics }));
        for (const [n, topic] of order.entries()) {
          const [subscriber] = await allSubscribers(store, topic);
          if (subscriber === undefined) throw new Error('Expected a subscriber');
          await store.dropGone(subscriber);
          const left = await Promise.all(order.map((topic) => deliveredIds(store, topic)));
          expect(left).toEqual(order.map((_topic, other) => (other > n ? ['1'] : [])));
        }
      }
    });

    it('leaves to a disconnect what it did not remove', async () => {
      const { store } = harness;
      await store.subscribe(build.aSubscription({ topics: [TOPIC, 'event#A@0'] }));
      await store.dropGone(await onlySubscriber());
      await store.disconnect(CONNECTION_ID);
      expect(await deliveredIds(store, 'event#A@0')).toEqual([]);
    });

    it("leaves another message's row when the index lagged", async () => {
      const { store, clock } = harness;
      await store.subscribe(build.aSubscription());
      await harness.freeze();
      const later = clock.nowMs() + 1;
      await store.complete(
        build.aCompletion({ stamp: { messageId: 'complete-1', timeMs: later } }),
      );
      const stamp = { messageId: 'subscribe-2', timeMs: later + 1 };
      await store.subscribe(build.aSubscription({ stamp }));
      const stale = await onlySubscriber();
      expect(stale.messageId).toBe('subscribe-1');
      await store.dropGone(stale);
      expect(await store.subscription(CONNECTION_ID, '1')).toMatchObject({
        messageId: 'subscribe-2',
      });
    });
  });

  describe('dropSubscription', () => {
    it('removes a subscription from every topic and from its place', async () => {
      const { store } = harness;
      const topics = [TOPIC, 'event#A@0', 'event#B@0'];
      await store.subscribe(build.aSubscription({ topics }));
      await store.dropSubscription(await onlySubscriber());
      for (const topic of topics) expect(await deliveredIds(store, topic)).toEqual([]);
      const connection = await store.connection(CONNECTION_ID);
      expect(connection?.hasOperation('1')).toBe(false);
    });

    it('removes it all when the row met was a further topic', async () => {
      const { store } = harness;
      await store.subscribe(build.aSubscription({ topics: [TOPIC, 'event#A@0'] }));
      const [further] = await allSubscribers(store, 'event#A@0');
      if (further === undefined) throw new Error('Expected a subscriber');
      await store.dropSubscription(further);
      expect(await deliveredIds(store)).toEqual([]);
      expect(await store.subscription(CONNECTION_ID, '1')).toBeNull();
    });

    it("leaves another message's row and its place when the index lagged", async () => {
      const { store, clock } = harness;
      await store.subscribe(build.aSubscription({ activeId: 'replace' }));
      await harness.freeze();
      const stamp = { messageId: 'subscribe-2', timeMs: clock.nowMs() + 1 };
      await store.subscribe(build.aSubscription({ activeId: 'replace', stamp }));
      await store.dropSubscription(await onlySubscriber());
      expect(await store.subscription(CONNECTION_ID, '1')).toEqual(stamp);
      expect((await store.connection(CONNECTION_ID))?.hasOperation('1')).toBe(true);
    });
  });
}
