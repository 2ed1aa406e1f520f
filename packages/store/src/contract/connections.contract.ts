import { beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../store.ts';
import { RowTooLargeError } from '../store-error.ts';
import { allSubscribers, builders } from './builders.ts';
import type { OpenStore, StoreHarness } from './harness.ts';

const ADA: Identity = { session: { id: 'ada' }, viewer: 'ada', expiresAt: 1_800_000_000 };
const TWO_HOURS_MS = 7_200_000;

/** What a store remembers of connections. */
export function connectionsContract(open: OpenStore): void {
  let harness: StoreHarness;
  let build: ReturnType<typeof builders>;
  beforeEach(async () => {
    harness = await open();
    build = builders(harness.clock);
  });

  describe('connection', () => {
    it('is null when it never connected', async () => {
      expect(await harness.store.connection('nobody')).toBeNull();
    });

    it('gives back what connect stored', async () => {
      const { store } = harness;
      const connection = build.aConnection({ subprotocol: 'graphql-ws', identity: ADA });
      await store.connect(connection);
      const { stamp: _stamp, ...expected } = connection;
      expect(await store.connection(connection.connectionId)).toMatchObject({
        ...expected,
        acknowledged: false,
      });
    });

    it('keeps a callback URL that is not the default', async () => {
      const { store } = harness;
      const connection = build.aConnection({ callbackUrl: 'https://custom.example.com' });
      await store.connect(connection);
      const found = await store.connection(connection.connectionId);
      expect(found?.callbackUrl).toBe('https://custom.example.com');
    });

    it("keeps the upgrade's headers over the init", async () => {
      const { store } = harness;
      const { connectionId } = build.aConnection();
      const upgradeHeaders = { cookie: 'a="b"; c=☃', origin: 'https://example.com' };
      await store.connect(build.aConnection({ upgradeHeaders }));
      expect((await store.connection(connectionId))?.upgradeHeaders).toEqual(upgradeHeaders);
      const stamp = { messageId: 'init', timeMs: harness.clock.nowMs() };
      await store.acknowledge({ connectionId, identity: ADA, stamp, repeat: 'once' });
      expect((await store.connection(connectionId))?.upgradeHeaders).toEqual(upgradeHeaders);
      await store.connect(build.aConnection({ connectionId: 'none' }));
      expect((await store.connection('none'))?.upgradeHeaders).toEqual({});
    });

    it('tells a null session from none', async () => {
      const { store } = harness;
      const identity: Identity = { session: null, viewer: null, expiresAt: null };
      await store.connect(build.aConnection({ connectionId: 'anonymous', identity }));
      await store.connect(build.aConnection({ connectionId: 'none', identity: null }));
      expect((await store.connection('anonymous'))?.identity).toEqual(identity);
      expect((await store.connection('none'))?.identity).toBeNull();
    });

    it('is null from two hours after it connected', async () => {
      const { store, clock } = harness;
      const { connectionId } = build.aConnection();
      await store.connect(build.aConnection());
      clock.advance(TWO_HOURS_MS - 1000);
      expect(await store.connection(connectionId)).not.toBeNull();
      clock.advance(1000);
      expect(await store.connection(connectionId)).toBeNull();
    });

    it.each(['a#b#c', 'operation#1', 'viewer#x', 'naïve ☃ 🧶', 'x'.repeat(300), '../=?&"'])(
      'knows an id of any shape: %s',
      async (connectionId) => {
        const { store } = harness;
        await store.connect(build.aConnection({ connectionId }));
        await store.subscribe(build.aSubscription({ connectionId }));
        const found = await store.connection(connectionId);
        expect(found?.connectionId).toBe(connectionId);
        expect(found?.hasOperation('1')).toBe(true);
        const [subscriber] = await allSubscribers(store);
        expect(subscriber?.connectionId).toBe(connectionId);
        expect((await store.disconnect(connectionId)).operationIds).toEqual(['1']);
        expect(await store.connection(connectionId)).toBeNull();
      },
    );

    it('sees every write when eventual reads are stale', async () => {
      const { store } = harness;
      await harness.freeze();
      await store.connect(build.aConnection());
      await store.subscribe(build.aSubscription());
      const { connectionId } = build.aConnection();
      expect((await store.connection(connectionId))?.hasOperation('1')).toBe(true);
      expect(await store.subscription(connectionId, '1')).toMatchObject({
        messageId: 'subscribe-1',
      });
    });
  });

  describe('acknowledge', () => {
    const acknowledgement = {
      connectionId: 'L0SM9cOFvHcCIhw=',
      identity: ADA,
      stamp: { messageId: 'init-1', timeMs: 1 },
      repeat: 'once',
    } as const;

    it('keeps the identity and that init was accepted', async () => {
      const { store } = harness;
      await store.connect(build.aConnection());
      expect(await store.acknowledge(acknowledgement)).toBe('acknowledged');
      const found = await store.connection(acknowledgement.connectionId);
      expect(found).toMatchObject({ acknowledged: true, identity: ADA });
    });

    it('leaves the identity of the upgrade when init brings none', async () => {
      const { store } = harness;
      await store.connect(build.aConnection({ identity: ADA }));
      await store.acknowledge({ ...acknowledgement, identity: null });
      const found = await store.connection(acknowledgement.connectionId);
      expect(found).toMatchObject({ acknowledged: true, identity: ADA });
    });

    it('leaves nothing of the identity that it replaces', async () => {
      const { store } = harness;
      await store.connect(build.aConnection({ identity: ADA }));
      const identity = { session: null, viewer: null, expiresAt: null };
      await store.acknowledge({ ...acknowledgement, identity });
      expect((await store.connection(acknowledgement.connectionId))?.identity).toEqual(identity);
    });

    it('is refused when another init was accepted', async () => {
      const { store } = harness;
      await store.connect(build.aConnection());
      await store.acknowledge(acknowledgement);
      const second = { ...acknowledgement, stamp: { messageId: 'init-2', timeMs: 2 } };
      expect(await store.acknowledge({ ...second, identity: null })).toBe('already');
      expect(await store.acknowledge({ ...second, repeat: 'again' })).toBe('acknowledged');
    });

    it('recognises its own message when it is repeated', async () => {
      const { store } = harness;
      await store.connect(build.aConnection());
      await store.acknowledge(acknowledgement);
      expect(await store.acknowledge(acknowledgement)).toBe('acknowledged');
    });

    it('writes nothing when the connection is unregistered or expired', async () => {
      const { store, clock } = harness;
      expect(await store.acknowledge(acknowledgement)).toBe('unregistered');
      expect((await store.disconnect(acknowledgement.connectionId)).connection).toBeNull();
      await store.connect(build.aConnection());
      clock.advance(TWO_HOURS_MS);
      expect(await store.acknowledge(acknowledgement)).toBe('unregistered');
    });

    it('refuses a session over 1 KB, and takes one of exactly 1 KB', async () => {
      const { store } = harness;
      await store.connect(build.aConnection());
      const identity = (length: number) => ({ ...ADA, session: 'x'.repeat(length - 2) });
      const tooLarge = store.acknowledge({ ...acknowledgement, identity: identity(1025) });
      await expect(tooLarge).rejects.toBeInstanceOf(RowTooLargeError);
      const fits = await store.acknowledge({ ...acknowledgement, identity: identity(1024) });
      expect(fits).toBe('acknowledged');
    });
  });

  describe('disconnect', () => {
    it('returns what it removed, and leaves nothing', async () => {
      const { store, losesAnswers } = harness;
      await store.connect(build.aConnection({ identity: ADA }));
      for (let n = 1; n <= 60; n += 1) {
        const stamp = { messageId: `subscribe-${n}`, timeMs: n };
        await store.subscribe(build.aSubscription({ operationId: String(n), stamp }));
      }
      const { connectionId } = build.aConnection();
      const { connection, operationIds } = await store.disconnect(connectionId);
      expect(operationIds).toHaveLength(60);
      expect(new Set(operationIds).size).toBe(60);
      expect(connection?.identity).toEqual(losesAnswers ? undefined : ADA);
      expect(await allSubscribers(store)).toEqual([]);
      expect(await store.disconnect(connectionId)).toEqual({ connection: null, operationIds: [] });
    });

    it('still tells the identity when the connection has just expired', async () => {
      const { store, clock, losesAnswers } = harness;
      await store.connect(build.aConnection({ identity: ADA }));
      clock.advance(TWO_HOURS_MS);
      const { connection } = await store.disconnect(build.aConnection().connectionId);
      expect(connection?.identity).toEqual(losesAnswers ? undefined : ADA);
    });

    it('leaves nothing when eventual reads are stale', async () => {
      const { store } = harness;
      await store.connect(build.aConnection());
      await harness.freeze();
      await store.subscribe(build.aSubscription());
      const { operationIds } = await store.disconnect(build.aConnection().connectionId);
      expect(operationIds).toEqual(['1']);
      await harness.catchUp();
      expect(await allSubscribers(store)).toEqual([]);
    });

    it('leaves other connections alone when they use the same operation ids', async () => {
      const { store } = harness;
      for (const connectionId of ['one', 'two']) {
        await store.connect(build.aConnection({ connectionId }));
        await store.subscribe(build.aSubscription({ connectionId }));
      }
      await store.disconnect('one');
      const left = await allSubscribers(store);
      expect(left.map(({ connectionId }) => connectionId)).toEqual(['two']);
      expect((await store.connection('two'))?.hasOperation('1')).toBe(true);
    });
  });
}
