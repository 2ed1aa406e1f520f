import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builders } from '../contract/builders.ts';
import { createManualClock, DEFAULT_CALLBACK_URL, type ManualClock } from '../contract/harness.ts';
import { CONNECTION_ROW_ID, operationHash, operationRowId } from '../row-id.ts';
import type { Store } from '../store.ts';
import { type Item, readHashes, readNumber, readText } from './attributes.ts';
import { createDynamoStore } from './dynamo-store.ts';
import { type Emulator, startEmulator } from './testing/emulator.ts';
import { createWiredClient } from './testing/wire.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

const CONNECTION_ID = 'L0SM9cOFvHcCIhw=';
const NOW_MS = createManualClock().nowMs();
const build = builders(createManualClock());
const at = (messageId: string, laterMs: number) => ({ messageId, timeMs: NOW_MS + laterMs });

type Operation<Outcome> = (store: Store) => Promise<Outcome>;

interface Interleaving<First, Second> {
  /** Before which call of the first operation the whole second one ran. */
  readonly pausedAt: number;
  readonly first: First;
  readonly second: Second;
  /** The rows afterwards, without documents. */
  readonly rows: readonly Item[];
  /** Where they lie. */
  readonly tableName: string;
  readonly clock: ManualClock;
}

/** Runs the second operation, whole, before each call of the first one in turn, and after its last. */
async function interleavings<First, Second>(
  prepare: (store: Store, tableName: string) => Promise<unknown>,
  first: Operation<First>,
  second: Operation<Second>,
): Promise<readonly Interleaving<First, Second>[]> {
  const found: Interleaving<First, Second>[] = [];
  for (let pausedAt = 0; ; pausedAt += 1) {
    const tableName = await emulator.createTable();
    const clock = createManualClock();
    const undisturbed = storeOf(tableName, clock);
    await prepare(undisturbed, tableName);
    let calls = 0;
    let secondOutcome: { readonly value: Second } | null = null;
    const paused = storeOf(tableName, clock, async () => {
      const isThis = calls === pausedAt;
      calls += 1;
      if (isThis) secondOutcome = { value: await second(undisturbed) };
    });
    const firstOutcome = await first(paused);
    const isLast = secondOutcome === null;
    const value = secondOutcome ?? { value: await second(undisturbed) };
    const rows = (await emulator.rows(tableName)).filter((row) => readText(row, 'x') === null);
    found.push({
      pausedAt,
      first: firstOutcome,
      second: (value as { readonly value: Second }).value,
      rows,
      tableName,
      clock,
    });
    if (isLast) return found;
  }
}

function storeOf(tableName: string, clock: ManualClock, beforeCall?: () => Promise<void>): Store {
  const client = createWiredClient(emulator.endpoint, { ...(beforeCall && { beforeCall }) });
  return createDynamoStore({ tableName, defaultCallbackUrl: DEFAULT_CALLBACK_URL, client, clock });
}

const connected = (store: Store) => store.connect(build.aConnection());
const idsOf = (rows: readonly Item[]) => rows.map((row) => readText(row, 'id') ?? '').sort();
const isTombstone = (row: Item) => (readText(row, 'id') ?? '').startsWith('operation#') && !row.d;
const subscriptionRows = (rows: readonly Item[]) => rows.filter((row) => row.d !== undefined);
const setOf = (rows: readonly Item[]) => {
  const connection = rows.find((row) => readText(row, 'id') === CONNECTION_ROW_ID);
  return connection === undefined ? new Set<string>() : readHashes(connection, 'operations');
};
const hash = (operationId: string) => operationHash(operationId).toString('base64url');

/** Leaves operations in their connection's set without any row, as a `complete` amid a subscribe does. */
async function forgetSubscriptions(tableName: string): Promise<void> {
  await emulator.remove(tableName, subscriptionRows(await emulator.rows(tableName)));
}

const TOPICS = ['event#A@0', 'event#B@0', 'event#C@0'];
const subscription = build.aSubscription({ topics: TOPICS, stamp: at('subscribe-1', 0) });
const subscribe = (store: Store) => store.subscribe(subscription);
const complete = (store: Store) =>
  store.complete(build.aCompletion({ stamp: at('complete-1', 1) }));
const disconnect = (store: Store) => store.disconnect(CONNECTION_ID);

describe('subscribe x complete', () => {
  it.each([
    ['complete within subscribe', subscribe, complete],
    ['subscribe within complete', complete, subscribe],
  ])('leaves no subscription: %s', async (_name, first, second) => {
    const found = await interleavings<string, string>(connected, first, second);
    expect(found.length).toBeGreaterThan(2);
    for (const { rows, pausedAt } of found) {
      expect(subscriptionRows(rows), `paused at ${pausedAt}`).toEqual([]);
    }
  });

  it('leaves a newer subscription, all its topics and its place', async () => {
    const newer = build.aSubscription({ topics: TOPICS, stamp: at('subscribe-2', 2) });
    const operation = (store: Store) => store.subscribe(newer);
    for (const [first, second] of [
      [operation, complete],
      [complete, operation],
    ] as const) {
      for (const { rows } of await interleavings<string, string>(connected, first, second)) {
        expect(subscriptionRows(rows)).toHaveLength(TOPICS.length);
        expect(setOf(rows)).toContain(hash('1'));
      }
    }
  });

  it('ends a subscription that comes after the next use of its id', async () => {
    const reuse = build.aSubscription({ stamp: at('new', 2), topics: TOPICS });
    const next = (store: Store) => store.subscribe(reuse);
    for (const [one, other] of [
      [next, complete],
      [complete, next],
    ] as const) {
      for (const { rows, tableName, clock } of await interleavings<string, string>(
        connected,
        one,
        other,
      )) {
        expect(subscriptionRows(rows)).toHaveLength(TOPICS.length);
        expect(await subscribe(storeOf(tableName, clock))).toBe('completed');
      }
    }
  });

  it('lets a new use of the id and the end of the old one pass each other', async () => {
    const prepare = async (store: Store) => {
      await connected(store);
      await store.subscribe(build.aSubscription({ stamp: at('old', -10), topics: TOPICS }));
    };
    const reuse = build.aSubscription({
      stamp: at('new', 2),
      activeId: 'replace',
      topics: TOPICS,
    });
    const start = (store: Store) => store.subscribe(reuse);
    for (const [first, second] of [
      [start, complete],
      [complete, start],
    ] as const) {
      for (const { rows } of await interleavings<string, string>(prepare, first, second)) {
        const messages = subscriptionRows(rows).map((row) => readText(row, 'm'));
        expect(messages).toEqual(TOPICS.map(() => 'new'));
        expect(setOf(rows)).toContain(hash('1'));
      }
    }
  });
});

describe('subscribe x disconnect', () => {
  it('leaves nothing, whichever is within the other', async () => {
    const within = await interleavings(connected, subscribe, disconnect);
    for (const { rows, first, pausedAt } of within) {
      expect(rows, `paused at ${pausedAt}`).toEqual([]);
      expect(['stored', 'unregistered']).toContain(first);
    }
    const around = await interleavings(connected, disconnect, subscribe);
    for (const { rows, pausedAt } of around) expect(rows, `paused at ${pausedAt}`).toEqual([]);
    expect(within.length).toBeGreaterThan(4);
  });
});

describe('subscribe x subscribe', () => {
  const other = build.aSubscription({
    topics: ['event#D@0', 'event#E@0'],
    stamp: at('subscribe-2', 1),
  });

  it('stores one of two of the same id, and refuses the other', async () => {
    const found = await interleavings(connected, subscribe, (store) => store.subscribe(other));
    for (const { rows, first, second } of found) {
      expect([first, second].sort()).toEqual(['active', 'stored']);
      const winner = first === 'stored' ? subscription : other;
      const messages = subscriptionRows(rows).map((row) => readText(row, 'm'));
      expect(messages).toEqual(winner.topics.map(() => winner.stamp.messageId));
      expect(setOf(rows)).toEqual(new Set([hash('1')]));
    }
  });

  it('keeps the later of two that replace, all its topics and no other', async () => {
    const replace = { activeId: 'replace', limit: 1 } as const;
    const older = (store: Store) => store.subscribe({ ...subscription, ...replace });
    const newer = (store: Store) => store.subscribe({ ...other, ...replace });
    for (const [first, second] of [
      [older, newer],
      [newer, older],
    ] as const) {
      for (const { rows, pausedAt } of await interleavings(connected, first, second)) {
        const messages = subscriptionRows(rows).map((row) => readText(row, 'm'));
        expect(messages, `paused at ${pausedAt}`).toEqual(['subscribe-2', 'subscribe-2']);
        expect(setOf(rows)).toEqual(new Set([hash('1')]));
      }
    }
  });

  it('holds the limit exactly when two of different ids want the last place', async () => {
    const limited = { ...subscription, limit: 1 };
    const rival = { ...other, operationId: '2', limit: 1 };
    const found = await interleavings(
      connected,
      (store) => store.subscribe(limited),
      (store) => store.subscribe(rival),
    );
    for (const { rows, first, second } of found) {
      expect([first, second].sort()).toEqual(['limit', 'stored']);
      const winner = first === 'stored' ? limited : rival;
      expect(setOf(rows)).toEqual(new Set([hash(winner.operationId)]));
      const messages = new Set(subscriptionRows(rows).map((row) => readText(row, 'm')));
      expect(messages).toEqual(new Set([winner.stamp.messageId]));
    }
  });

  it('is not refused for a place that a complete left behind', async () => {
    // Between the row and the place of a subscribe, its complete leaves the place taken by nothing.
    const found = await interleavings(connected, subscribe, complete);
    const left = found.filter(({ rows }) => setOf(rows).size > 0);
    expect(left.length).toBeGreaterThan(0);
    for (const { pausedAt } of left) {
      const tableName = await emulator.createTable();
      const clock = createManualClock();
      const undisturbed = storeOf(tableName, clock);
      await connected(undisturbed);
      let calls = 0;
      const paused = storeOf(tableName, clock, async () => {
        const isThis = calls === pausedAt;
        calls += 1;
        if (isThis) await complete(undisturbed);
      });
      await subscribe(paused);
      const next = build.aSubscription({ operationId: '2', limit: 1, stamp: at('next', 5) });
      expect(await undisturbed.subscribe(next)).toBe('stored');
      expect(setOf(await emulator.rows(tableName))).toEqual(new Set([hash('2')]));
    }
  });

  it('keeps the place of an id that is subscribed again while the set is swept', async () => {
    // The connection's set holds an id without a row; one subscribe sweeps it, one takes it again.
    const prepare = async (store: Store, tableName: string) => {
      await connected(store);
      await store.subscribe({ ...subscription, operationId: 'again' });
      await forgetSubscriptions(tableName);
    };
    const sweeping = { ...other, operationId: '2', limit: 1 };
    const again = build.aSubscription({
      operationId: 'again',
      limit: 1,
      stamp: at('subscribe-3', 3),
    });
    const found = await interleavings(
      prepare,
      (store) => store.subscribe(sweeping),
      (store) => store.subscribe(again),
    );
    expect(found.length).toBeGreaterThan(5);
    for (const { rows, second, pausedAt } of found) {
      const held = subscriptionRows(rows).some((row) => readText(row, 'm') === 'subscribe-3');
      expect(held, `paused at ${pausedAt}`).toBe(second === 'stored');
      if (second === 'stored') expect(setOf(rows)).toContain(hash('again'));
    }
  });
});

describe('complete x disconnect', () => {
  it('leaves at most a tombstone of 30 s', async () => {
    const prepare = async (store: Store) => {
      await connected(store);
      await subscribe(store);
    };
    for (const { rows, clock } of [
      ...(await interleavings(prepare, complete, disconnect)),
      ...(await interleavings(prepare, disconnect, complete)),
      ...(await interleavings(connected, complete, disconnect)),
      ...(await interleavings(connected, disconnect, complete)),
    ]) {
      expect(rows.filter((row) => !isTombstone(row))).toEqual([]);
      for (const row of rows) {
        expect(readText(row, 'id')).toBe(operationRowId('1'));
        expect(readNumber(row, 'ttl')).toBeLessThanOrEqual(clock.nowMs() / 1000 + 30);
      }
    }
  });
});

describe('init x disconnect', () => {
  const acknowledge = (store: Store) =>
    store.acknowledge({
      connectionId: CONNECTION_ID,
      identity: { session: null, viewer: null, expiresAt: null },
      stamp: at('init-1', 0),
      repeat: 'once',
    });

  it('never brings the connection back', async () => {
    for (const { rows, first } of await interleavings(connected, acknowledge, disconnect)) {
      expect(idsOf(rows)).toEqual([]);
      expect(['acknowledged', 'unregistered']).toContain(first);
    }
    for (const { rows } of await interleavings(connected, disconnect, acknowledge)) {
      expect(idsOf(rows)).toEqual([]);
    }
  });
});
