import {
  type AttributeValue,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { comment } from '../flows/requests.ts';
import { unique } from '../target/target.ts';
import type { RawSocket } from '../wire/raw-socket.ts';
import { type CountedSystem, startCountedSystem, subscribeTo } from './counted-system.ts';
import { BATCH_WRITE, DELETE, GET, POST, PUBLISH, QUERY, times } from './names.ts';

const TableName = 'skein-local';
const ROWS_PER_BATCH = 25;
const SUBSCRIBE_CALLS = 3;
const FIRST_SUBSCRIBE_CALLS = 5;

let system: CountedSystem;
beforeEach(async () => {
  system = await startCountedSystem();
});
afterEach(() => system.close());

async function expectCalls(expected: readonly string[], step: () => Promise<unknown>) {
  expect(await system.counter.during(step, expected.length)).toEqual(expected.toSorted());
}

/** Connects so many clients that wait for one repository's comments. */
async function subscribeAll(count: number, repository: string): Promise<readonly RawSocket[]> {
  const sockets: RawSocket[] = [];
  for (let at = 0; at < count; at += 1) {
    const socket = await system.connect();
    sockets.push(socket);
    const calls = at === 0 ? FIRST_SUBSCRIBE_CALLS : SUBSCRIBE_CALLS;
    await system.counter.after(async () => socket.send(subscribeTo(repository)), calls);
  }
  return sockets;
}

describe('AWS calls', { timeout: 60_000 }, () => {
  it.each([26, 60])(
    'are a batch per 25 rows at a disconnect with %i subscriptions',
    async (rows) => {
      const socket = await system.connect();
      const repository = unique('repository');
      for (let id = 1; id <= rows; id += 1) {
        const calls = id === 1 ? FIRST_SUBSCRIBE_CALLS : SUBSCRIBE_CALLS;
        const subscribe = async () => socket.send(subscribeTo(repository, String(id)));
        await system.counter.after(subscribe, calls);
      }
      const batches = times(Math.ceil(rows / ROWS_PER_BATCH), BATCH_WRITE);
      await expectCalls([DELETE, QUERY, ...batches], async () => socket.close());
    },
  );

  it.each([1, 10, 100])('are a query for each key and a post for each of %i', async (count) => {
    const repository = unique('repository');
    const sockets = await subscribeAll(count, repository);
    const publish = async () => {
      await system.target.publish('COMMENT_ADDED', comment(repository, 'x'));
      await Promise.all(sockets.map((socket) => socket.next()));
    };
    await expectCalls([PUBLISH, QUERY, QUERY, GET, ...times(count, POST)], publish);
    await expectCalls([PUBLISH, QUERY, QUERY, ...times(count, POST)], publish);
  });

  it('are a query for each shard of a topic without keys', async () => {
    const query = 'subscription { postCreated { comment } }';
    const sockets = [await system.connect(), await system.connect(), await system.connect()];
    for (const [at, socket] of sockets.entries()) {
      const calls = at === 0 ? FIRST_SUBSCRIBE_CALLS : SUBSCRIBE_CALLS;
      const subscribe = async () => socket.send({ type: 'subscribe', id: '1', payload: { query } });
      await system.counter.after(subscribe, calls);
    }
    const createdAt = new Date().toISOString();
    const post = { id: '1', author: 'ada', comment: 'x', createdAt };
    await expectCalls([PUBLISH, ...times(4, QUERY), GET, ...times(3, POST)], async () => {
      await system.target.publish('POST_CREATED', post);
    });
  });

  it('are two deletes more for a connection that is gone', async () => {
    const repository = unique('repository');
    const [socket] = await subscribeAll(1, repository);
    await leaveRowsBehind(system);
    const publish = async () => {
      await system.target.publish('COMMENT_ADDED', comment(repository, 'x'));
      await socket?.next();
    };
    const delivery = [PUBLISH, QUERY, QUERY, POST];
    await expectCalls([...delivery, GET, POST, DELETE, DELETE], publish);
    await expectCalls(delivery, publish);
  });
});

/** Leaves a copy of all rows with a connection that is closed, as API Gateway does when it reports no disconnect. */
async function leaveRowsBehind({ counter, connect }: CountedSystem): Promise<void> {
  const client = new DynamoDBClient({
    endpoint: counter.dynamodbEndpoint(),
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const rows = await scan(client);
  const socket = await connect();
  const known = rows.map(({ connectionId }) => connectionId?.S);
  const closed = (await scan(client)).find(({ connectionId }) => !known.includes(connectionId?.S));
  if (closed?.connectionId === undefined) throw new Error('A row of the new connection is missing');
  const disconnect = [DELETE, QUERY];
  await counter.after(async () => socket.close(), disconnect.length);

  for (const row of rows.filter(({ id }) => id?.S !== 'document')) {
    const Item = { ...row, connectionId: closed.connectionId };
    await client.send(new PutItemCommand({ TableName, Item }));
  }
  client.destroy();
}

async function scan(client: DynamoDBClient): Promise<readonly Record<string, AttributeValue>[]> {
  return (await client.send(new ScanCommand({ TableName }))).Items ?? [];
}
