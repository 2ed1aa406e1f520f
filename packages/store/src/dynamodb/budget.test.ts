import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { allSubscribers, builders, TOPIC } from '../contract/builders.ts';
import type { StoreHarness } from '../contract/harness.ts';
import { type Emulator, startEmulator } from './testing/emulator.ts';
import { openDynamoStore } from './testing/open-dynamo-store.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

describe('AWS calls', () => {
  let harness: StoreHarness;
  let build: ReturnType<typeof builders>;
  const requests: string[] = [];

  beforeEach(async () => {
    harness = await openDynamoStore(emulator, {
      beforeRequest: (command) => requests.push(command),
    });
    build = builders(harness.clock);
    await harness.store.connect(build.aConnection());
    requests.length = 0;
  });

  /** The requests that an operation sends, sorted. */
  async function requestsOf(operation: () => Promise<unknown>): Promise<readonly string[]> {
    requests.length = 0;
    await operation();
    return requests.toSorted();
  }

  const FURTHER = [TOPIC, 'event#A@0', 'event#B@0'];
  const connectionId = 'L0SM9cOFvHcCIhw=';

  it('connect is 1 PutItem', async () => {
    const { store } = harness;
    expect(await requestsOf(() => store.connect(build.aConnection()))).toEqual(['PutItem']);
  });

  it('connection is 1 GetItem', async () => {
    const { store } = harness;
    expect(await requestsOf(() => store.connection(connectionId))).toEqual(['GetItem']);
  });

  it('acknowledge is 1 UpdateItem, and 1 GetItem when refused', async () => {
    const { store } = harness;
    const acknowledge = (messageId: string) => () =>
      store.acknowledge({
        connectionId,
        identity: { session: null, viewer: 'ada', expiresAt: null },
        stamp: { messageId, timeMs: 1 },
        repeat: 'once',
      });
    expect(await requestsOf(acknowledge('init-1'))).toEqual(['UpdateItem']);
    expect(await requestsOf(acknowledge('init-2'))).toEqual(['GetItem', 'UpdateItem']);
  });

  it('subscribe is PutItem and UpdateItem once its document is confirmed', async () => {
    const { store } = harness;
    const nth = (n: number) => () =>
      store.subscribe(
        build.aSubscription({ operationId: `${n}`, stamp: { messageId: `m${n}`, timeMs: n } }),
      );
    expect(await requestsOf(nth(1))).toEqual(['GetItem', 'PutItem', 'PutItem', 'UpdateItem']);
    expect(await requestsOf(nth(2))).toEqual(['PutItem', 'UpdateItem']);
    harness.clock.advance(3_600_000);
    expect(await requestsOf(nth(3))).toEqual(['GetItem', 'PutItem', 'UpdateItem']);
  });

  it('subscribe takes 1 batch more for further topics, and 2 calls for each text of its own', async () => {
    const { store } = harness;
    await store.subscribe(build.aSubscription({ operationId: 'first' }));
    const subscription = build.aSubscription({
      topics: FURTHER,
      variables: { text: 'x'.repeat(300) },
      deliverySession: 'x'.repeat(200),
    });
    expect(await requestsOf(() => store.subscribe(subscription))).toEqual(
      [
        ...['BatchWriteItem', 'PutItem', 'UpdateItem'],
        ...['GetItem', 'PutItem'],
        ...['GetItem', 'PutItem'],
      ].toSorted(),
    );
  });

  it('subscribe that is refused takes 1 read for its reason', async () => {
    const { store } = harness;
    const { stamp, ...fields } = build.aSubscription();
    await store.subscribe({ ...fields, stamp });
    const other = { messageId: 'other', timeMs: stamp.timeMs };
    const active = () => store.subscribe({ ...fields, stamp: other });
    expect(await requestsOf(active)).toEqual(['GetItem', 'PutItem']);
    const limited = () =>
      store.subscribe({ ...fields, operationId: '2', stamp: other, limit: 1, topics: FURTHER });
    expect(await requestsOf(limited)).toEqual(
      [
        'PutItem',
        'UpdateItem',
        'Query',
        'DeleteItem',
        'BatchWriteItem',
        'BatchWriteItem',
      ].toSorted(),
    );
    await store.complete(build.aCompletion());
    const completed = () => store.subscribe({ ...fields, operationId: '3', stamp: other });
    await store.complete(build.aCompletion({ operationId: '3' }));
    expect(await requestsOf(completed)).toEqual(['GetItem', 'PutItem']);
  });

  it('subscription is 1 GetItem', async () => {
    const { store } = harness;
    expect(await requestsOf(() => store.subscription(connectionId, '1'))).toEqual(['GetItem']);
  });

  it('complete is UpdateItem and DeleteItem, and 1 batch for further topics', async () => {
    const { store } = harness;
    const complete = () => store.complete(build.aCompletion());
    await store.subscribe(build.aSubscription());
    expect(await requestsOf(complete)).toEqual(['DeleteItem', 'UpdateItem']);
    await store.subscribe(build.aSubscription({ topics: FURTHER }));
    expect(await requestsOf(complete)).toEqual(['BatchWriteItem', 'DeleteItem', 'UpdateItem']);
  });

  it('complete is 1 PutItem more where nothing was there', async () => {
    const { store } = harness;
    const complete = () => store.complete(build.aCompletion());
    expect(await requestsOf(complete)).toEqual(['DeleteItem', 'PutItem', 'UpdateItem']);
  });

  it('complete of an unregistered connection is UpdateItem, and 1 GetItem for its reason', async () => {
    const { store } = harness;
    const complete = () => store.complete(build.aCompletion({ connectionId: 'nobody' }));
    expect(await requestsOf(complete)).toEqual(['GetItem', 'UpdateItem']);
  });

  it.each([
    [0, 0],
    [1, 1],
    [25, 1],
    [26, 2],
    [60, 3],
  ])('disconnect of %i rows is DeleteItem, Query and %i batches', async (rows, batches) => {
    const { store } = harness;
    for (let n = 0; n < rows; n += 1) {
      const stamp = { messageId: `m${n}`, timeMs: n };
      await store.subscribe(build.aSubscription({ operationId: `${n}`, stamp }));
    }
    expect(await requestsOf(() => store.disconnect(connectionId))).toEqual([
      ...Array.from({ length: batches }, () => 'BatchWriteItem'),
      'DeleteItem',
      'Query',
    ]);
  });

  it('subscribers are 1 Query, and texts 1 GetItem once', async () => {
    const { store } = harness;
    const deliverySession = 'x'.repeat(200);
    await store.subscribe(build.aSubscription({ deliverySession }));
    const deliver = async () => {
      for (const { documentHash, variables, deliverySession } of await allSubscribers(store)) {
        await store.document(documentHash);
        await store.variables(variables);
        await store.deliverySession(deliverySession);
      }
    };
    expect(await requestsOf(deliver)).toEqual(['GetItem', 'GetItem', 'Query']);
    expect(await requestsOf(deliver)).toEqual(['Query']);
  });

  it('dropGone is 2 DeleteItem', async () => {
    const { store } = harness;
    await store.subscribe(build.aSubscription());
    const [subscriber] = await allSubscribers(store);
    if (subscriber === undefined) throw new Error('Expected a subscriber');
    expect(await requestsOf(() => store.dropGone(subscriber))).toEqual([
      'DeleteItem',
      'DeleteItem',
    ]);
  });
});
