import type { WriteRequest } from '@aws-sdk/client-dynamodb';
import type { Log } from '@skein/pubsub';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { allSubscribers, builders, TOPIC } from '../contract/builders.ts';
import { createManualClock, DEFAULT_CALLBACK_URL } from '../contract/harness.ts';
import { StoreError } from '../store-error.ts';
import { binary, type Item, number, text } from './attributes.ts';
import { createDynamoStore } from './dynamo-store.ts';
import { type Emulator, startEmulator } from './testing/emulator.ts';
import { awsError, createWiredClient, type Wire } from './testing/wire.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());
afterEach(() => {
  vi.unstubAllEnvs();
});

const CONNECTION_ID = 'L0SM9cOFvHcCIhw=';
const THROTTLES = [
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
];

async function open(wire: Wire = {}, fields: { readonly deadlineMs?: number } = {}) {
  const tableName = await emulator.createTable();
  const clock = createManualClock();
  const warnings: (readonly [event: string, fields: unknown])[] = [];
  const client = createWiredClient(emulator.endpoint, wire);
  const { deadlineMs } = fields;
  const store = createDynamoStore({
    tableName,
    defaultCallbackUrl: DEFAULT_CALLBACK_URL,
    client,
    clock,
    log: { ...SILENCE, warn: (event, logged) => warnings.push([event, logged]) },
    ...(deadlineMs !== undefined && { deadlineMs: () => clock.nowMs() + deadlineMs }),
  });
  return { store, clock, tableName, client, warnings, build: builders(clock) };
}

const ignore = () => undefined;
const SILENCE: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Fails the first requests of a command by name. */
function failing(
  command: string,
  name: string,
  times: number,
): Wire & { readonly left: () => number } {
  let left = times;
  return {
    left: () => left,
    beforeRequest(requested) {
      if (requested !== command || left === 0) return;
      left -= 1;
      throw awsError(name);
    },
  };
}

describe('createDynamoStore', () => {
  it('makes its own client from the environment when it is given none', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', emulator.endpoint);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    const tableName = await emulator.createTable();
    const store = createDynamoStore({ tableName, defaultCallbackUrl: null });
    const build = builders({ ...createManualClock(), nowMs: Date.now });
    await store.connect(build.aConnection());
    expect(await store.subscribe(build.aSubscription())).toBe('stored');
    const [subscriber] = await allSubscribers(store);
    expect(subscriber?.callbackUrl).toBe(DEFAULT_CALLBACK_URL);
  });

  it.each(THROTTLES)('repeats what was refused with %s', async (name) => {
    const wire = failing('PutItem', name, 10);
    const { store, build, clock } = await open(wire);
    const startMs = clock.nowMs();
    await store.connect(build.aConnection());
    expect(wire.left()).toBe(0);
    expect(await store.connection(CONNECTION_ID)).not.toBeNull();
    expect(clock.nowMs()).toBeGreaterThan(startMs);
  });

  it('gives up throttled calls at the deadline, with the cause', async () => {
    const { store, build, clock } = await open(
      failing('PutItem', 'ThrottlingException', Number.POSITIVE_INFINITY),
      { deadlineMs: 2000 },
    );
    const startMs = clock.nowMs();
    const failure = await store.connect(build.aConnection()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StoreError);
    expect(failure).toHaveProperty('cause.name', 'ThrottlingException');
    expect(clock.nowMs() - startMs).toBeLessThan(2000);
    expect(clock.nowMs() - startMs).toBeGreaterThan(1000);
  });

  it('throws other trouble at once, as a StoreError with the cause', async () => {
    const wire = failing('GetItem', 'AccessDeniedException', 1);
    const { store, clock } = await open(wire);
    const startMs = clock.nowMs();
    const failure = await store.connection(CONNECTION_ID).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StoreError);
    expect(failure).toHaveProperty('message', 'DynamoDB GetItem failed');
    expect(failure).toHaveProperty('cause.name', 'AccessDeniedException');
    expect(clock.nowMs()).toBe(startMs);
  });

  it.each([
    ['connect', 'PutItem'],
    ['connection', 'GetItem'],
    ['acknowledge', 'UpdateItem'],
    ['subscribe', 'UpdateItem'],
    ['subscription', 'GetItem'],
    ['complete', 'DeleteItem'],
    ['disconnect', 'Query'],
    ['subscribers', 'Query'],
    ['document', 'GetItem'],
    ['variables', 'GetItem'],
    ['deliverySession', 'GetItem'],
    ['dropGone', 'DeleteItem'],
    ['dropSubscription', 'UpdateItem'],
  ] as const)('%s throws a StoreError with the cause when %s fails', async (operation, command) => {
    let isBroken = false;
    const { store, build } = await open({
      beforeRequest(requested) {
        if (isBroken && requested === command) throw awsError('ResourceNotFoundException');
      },
    });
    await store.connect(build.aConnection());
    await store.subscribe(build.aSubscription());
    const [subscriber] = await allSubscribers(store);
    if (subscriber === undefined) throw new Error('Expected a subscriber');
    const reference = { hash: subscriber.documentHash };
    const operations = {
      connect: () => store.connect(build.aConnection()),
      connection: () => store.connection(CONNECTION_ID),
      acknowledge: () =>
        store.acknowledge({
          connectionId: CONNECTION_ID,
          identity: null,
          stamp: { messageId: 'init-1', timeMs: 1 },
          repeat: 'once',
        }),
      subscribe: () => store.subscribe(build.aSubscription({ operationId: '2' })),
      subscription: () => store.subscription(CONNECTION_ID, '1'),
      complete: () => store.complete(build.aCompletion()),
      disconnect: () => store.disconnect(CONNECTION_ID),
      subscribers: () => allSubscribers(store),
      document: () => store.document(subscriber.documentHash),
      variables: () => store.variables(reference),
      deliverySession: () => store.deliverySession(reference),
      dropGone: () => store.dropGone(subscriber),
      dropSubscription: () => store.dropSubscription(subscriber),
    };
    isBroken = true;
    const failure = await operations[operation]().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StoreError);
    expect(failure).toHaveProperty('cause.name', 'ResourceNotFoundException');
  });

  it('takes a subscription back when its place could not be written', async () => {
    const wire = failing('UpdateItem', 'InternalServerError', Number.POSITIVE_INFINITY);
    const { store, build, tableName } = await open(wire);
    await store.connect(build.aConnection());
    const topics = [TOPIC, 'event#A@0'];
    await expect(store.subscribe(build.aSubscription({ topics }))).rejects.toThrow(StoreError);
    const rows = await emulator.rows(tableName);
    expect(rows.map((row) => row.id?.S).sort()).toEqual(['connection', 'document']);
  });

  it('writes again what a batch left unprocessed', async () => {
    const { store, build, client, tableName } = await open();
    const batches: number[] = [];
    client.middlewareStack.add(
      (next, context) => async (args) => {
        if (context.commandName !== 'BatchWriteItemCommand') return next(args);
        const input = args.input as { RequestItems: Record<string, WriteRequest[]> };
        const requests = input.RequestItems[tableName] ?? [];
        batches.push(requests.length);
        // As DynamoDB does when it throttles: half of the batch is written.
        const taken = requests.slice(0, Math.ceil(requests.length / 2));
        const left = requests.slice(taken.length);
        const half = { ...args.input, RequestItems: { [tableName]: taken } };
        const answer = await next({ ...args, input: half as typeof args.input });
        const unprocessed = left.length > 0 ? { [tableName]: left } : {};
        return { ...answer, output: { ...answer.output, UnprocessedItems: unprocessed } };
      },
      { step: 'initialize', name: 'leaveHalf' },
    );
    await store.connect(build.aConnection());
    for (let n = 0; n < 30; n += 1) {
      const stamp = { messageId: `m${n}`, timeMs: n };
      await store.subscribe(build.aSubscription({ operationId: `${n}`, stamp }));
    }
    await store.disconnect(CONNECTION_ID);
    expect(await allSubscribers(store)).toEqual([]);
    expect(batches).toEqual([25, 12, 6, 3, 1, 5, 2, 1]);
  });

  it('reads past 1 MB of subscribers, and continues from each cursor', async () => {
    const { store, clock, tableName } = await open();
    const rows = Array.from({ length: 1300 }, (_, n) =>
      subscriptionRow({ n, connectionId: `connection-${n}`, nowMs: clock.nowMs() }),
    );
    await emulator.write(tableName, rows);
    const pages: { readonly size: number; readonly cursor: string | null }[] = [];
    const found = new Set<string>();
    for await (const { subscribers, cursor } of store.subscribers(TOPIC)) {
      pages.push({ size: subscribers.length, cursor });
      for (const { connectionId } of subscribers) found.add(connectionId);
    }
    expect(pages.length).toBeGreaterThan(1);
    expect(found.size).toBe(1300);
    const [first, second] = pages;
    const { value } = await store
      .subscribers(TOPIC, first?.cursor ?? '')
      [Symbol.asyncIterator]()
      .next();
    expect(value?.subscribers).toHaveLength(second?.size ?? -1);
    expect(pages.at(-1)?.cursor).toBeNull();
  });

  it('disconnects a connection of over 1 MB', async () => {
    const { store, clock, tableName, build } = await open();
    await store.connect(build.aConnection());
    const rows = Array.from({ length: 1300 }, (_, n) =>
      subscriptionRow({ n, connectionId: CONNECTION_ID, nowMs: clock.nowMs() }),
    );
    await emulator.write(tableName, rows);
    const { operationIds } = await store.disconnect(CONNECTION_ID);
    expect(operationIds).toHaveLength(1300);
    expect(await emulator.rows(tableName)).toEqual([]);
  });

  it('ignores rows of a newer format, and says so', async () => {
    const { store, clock, tableName, warnings } = await open();
    const row = subscriptionRow({ n: 1, connectionId: CONNECTION_ID, nowMs: clock.nowMs() });
    const newer = { ...row, v: number(2), id: text('operation#2') };
    await emulator.write(tableName, [row, newer]);
    const found = await allSubscribers(store);
    expect(found.map(({ operationId }) => operationId)).toEqual(['1']);
    expect(await store.subscription(CONNECTION_ID, '2')).toBeNull();
    expect(warnings[0]).toEqual([
      'rows-ignored',
      { count: 1, version: 2, connectionId: CONNECTION_ID },
    ]);
  });

  it('reads rows of the format before', async () => {
    const { store, clock, tableName } = await open();
    const row = subscriptionRow({ n: 1, connectionId: CONNECTION_ID, nowMs: clock.nowMs() });
    await emulator.write(tableName, [{ ...row, v: number(0) }]);
    expect(await allSubscribers(store)).toHaveLength(1);
  });

  it('writes a document again only when it ends within three hours', async () => {
    const puts: string[] = [];
    const { store, build, clock, tableName } = await open({
      beforeCall(command, input) {
        const item = input.Item as Item | undefined;
        if (command === 'PutItem' && item?.x !== undefined) puts.push(item.ttl?.N ?? '');
      },
    });
    const nowSeconds = Math.floor(clock.nowMs() / 1000);
    await store.connect(build.aConnection());
    await store.subscribe(build.aSubscription());
    expect(puts).toEqual([String(nowSeconds + 4 * 3600)]);

    const other = createDynamoStore({
      tableName,
      defaultCallbackUrl: DEFAULT_CALLBACK_URL,
      client: createWiredClient(emulator.endpoint),
      clock,
    });
    clock.advance(3_600_000);
    await store.subscribe(build.aSubscription({ operationId: '2' }));
    expect(puts).toHaveLength(1);
    // The other environment renews it; this one has not confirmed it for an hour, and finds it renewed.
    clock.advance(3_600_000);
    await other.subscribe(build.aSubscription({ operationId: '3' }));
    await store.subscribe(build.aSubscription({ operationId: '4' }));
    expect(puts).toHaveLength(1);
    const document = (await emulator.rows(tableName)).find((row) => row.x !== undefined);
    expect(document?.ttl?.N).toBe(String(nowSeconds + 6 * 3600));
  });
});

/** A subscription's row of about 900 bytes, as this format has it. */
function subscriptionRow(options: {
  readonly n: number;
  readonly connectionId: string;
  readonly nowMs: number;
}): Item {
  return {
    connectionId: text(options.connectionId),
    id: text(`operation#${options.n}`),
    topic: text(TOPIC),
    ttl: number(Math.floor(options.nowMs / 1000) + 7200),
    v: number(1),
    m: text(`message-${options.n}`),
    t: number(options.nowMs),
    d: binary(Buffer.alloc(16)),
    o: text('n'.repeat(800)),
  };
}
