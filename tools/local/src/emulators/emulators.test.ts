import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PublishCommand } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { createTableInput } from '@skein/store/dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { InvocationOutcome } from '../lambda-host/invocation.ts';
import { LOCAL_ACCOUNT } from './aws-account.ts';
import { invokeOnQueue, invokeOnTopic } from './event-sources.ts';
import { type MessagingEmulator, type Queue, startMessaging } from './messaging.ts';
import type { Poller } from './poll-queue.ts';
import { startTable } from './table.ts';

const KEY = { connectionId: { S: 'c=' }, id: { S: 'connection' } };

function dynamo(endpoint: string) {
  return new DynamoDBClient({ endpoint, ...LOCAL_ACCOUNT });
}

describe('startTable', () => {
  it('gives a table that the SDK writes and reads', async () => {
    const table = await startTable({ input: createTableInput('skein') });
    await table.ready;
    const client = dynamo(table.endpoint);
    await client.send(new PutItemCommand({ TableName: 'skein', Item: { ...KEY, v: { N: '1' } } }));
    const { Item } = await client.send(new GetItemCommand({ TableName: 'skein', Key: KEY }));
    expect(Item?.v).toEqual({ N: '1' });
    await table.close();
  });

  it('finds the rows of an earlier run when it has a path', async () => {
    const path = await mkdtemp(join(tmpdir(), 'skein-table-'));
    const first = await startTable({ input: createTableInput('skein'), path });
    await first.ready;
    const put = new PutItemCommand({ TableName: 'skein', Item: { ...KEY, v: { N: '2' } } });
    await dynamo(first.endpoint).send(put);
    await first.close();
    const second = await startTable({ input: createTableInput('skein'), path });
    await second.ready;
    const get = new GetItemCommand({ TableName: 'skein', Key: KEY });
    expect((await dynamo(second.endpoint).send(get)).Item?.v).toEqual({ N: '2' });
    await second.close();
    await rm(path, { recursive: true });
  });

  it('says so when the kept table has another index', async () => {
    const path = await mkdtemp(join(tmpdir(), 'skein-table-'));
    const input = createTableInput('skein');
    const [index] = input.GlobalSecondaryIndexes ?? [];
    if (index === undefined) throw new Error('an index was expected');
    const Projection = { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: ['old'] };
    const older = { ...input, GlobalSecondaryIndexes: [{ ...index, Projection }] };
    const first = await startTable({ input: older, path });
    await first.ready;
    await first.close();
    const second = await startTable({ input, path });
    await expect(second.ready).rejects.toThrow(/another version/);
    await second.close();
    await rm(path, { recursive: true });
  });

  it('survives a request that breaks off in its body', async () => {
    const table = await startTable({ input: createTableInput('skein') });
    await table.ready;
    const socket = connect(Number(new URL(table.endpoint).port), '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf');
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.resetAndDestroy();
    await new Promise((resolve) => socket.on('close', resolve));
    const get = new GetItemCommand({ TableName: 'skein', Key: KEY });
    expect((await dynamo(table.endpoint).send(get)).Item).toBeUndefined();
    await table.close();
  });
});

describe('event sources', () => {
  let messaging: MessagingEmulator;
  const pollers: Poller[] = [];
  const errors: unknown[] = [];
  let named = 0;

  beforeAll(async () => {
    messaging = await startMessaging();
  });
  afterEach(() => {
    for (const poller of pollers.splice(0)) poller.stop();
    expect(errors).toEqual([]);
  });
  afterAll(() => messaging.close());

  const onError = (error: unknown) => errors.push(error);
  const report = { requestId: 'r', initMs: null, durationMs: 1 };
  const succeeded = (payload: unknown): InvocationOutcome => ({ ok: true, payload, report });
  const failed: InvocationOutcome = {
    ok: false,
    error: { errorType: 'Error', errorMessage: 'boom' },
    report,
  };

  it('binds to 127.0.0.1 alone', () => {
    expect(messaging.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('invokes with one SNS record per message, in SNS’s exact shape', async () => {
    const topicArn = await messaging.createTopic('events');
    const queue = await messaging.createQueue('events-to-lambda');
    await messaging.subscribe(topicArn, queue);
    const invoked = Promise.withResolvers<unknown>();
    pollers.push(
      invokeOnTopic({ sqs: messaging.sqs, queue, invokeAsync: invoked.resolve, onError }),
    );
    const Message = '{"topic":"POST_CREATED","payload":{"ü":1}}';
    const attribute = { DataType: 'String', StringValue: 'POST_CREATED' };
    const { MessageId } = await messaging.sns.send(
      new PublishCommand({
        TopicArn: topicArn,
        Message,
        MessageAttributes: { topic: attribute },
      }),
    );
    expect(await invoked.promise).toEqual({
      Records: [
        {
          EventSource: 'aws:sns',
          EventVersion: '1.0',
          EventSubscriptionArn: expect.stringContaining(topicArn),
          Sns: {
            Type: 'Notification',
            MessageId,
            TopicArn: topicArn,
            Subject: null,
            Message,
            Timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
            SignatureVersion: '1',
            Signature: expect.any(String),
            SigningCertUrl: expect.any(String),
            UnsubscribeUrl: expect.any(String),
            MessageAttributes: { topic: { Type: 'String', Value: 'POST_CREATED' } },
          },
        },
      ],
    });
  });

  /** A queue that shows failed messages again at once, and its dead-letter queue. */
  async function failingQueue(): Promise<{ queue: Queue; deadLetter: Queue }> {
    named += 1;
    const deadLetter = await messaging.createQueue(`dead-${named}`);
    const redrive = { deadLetter, maxReceiveCount: 2 };
    const options = { visibilitySeconds: 0, redrive };
    return { deadLetter, queue: await messaging.createQueue(`tasks-${named}`, options) };
  }

  async function send(queue: Queue, bodies: readonly string[]): Promise<void> {
    const Entries = bodies.map((MessageBody, n) => ({ Id: String(n), MessageBody }));
    await messaging.sqs.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries }));
  }

  async function receive(queue: Queue): Promise<string | undefined> {
    const command = new ReceiveMessageCommand({ QueueUrl: queue.url, WaitTimeSeconds: 5 });
    return (await messaging.sqs.send(command)).Messages?.[0]?.Body;
  }

  interface SqsEvent {
    readonly Records: readonly { readonly messageId: string; readonly body: string }[];
  }

  it('invokes with a batch in Lambda’s shape', async () => {
    const { queue } = await failingQueue();
    const invoked = Promise.withResolvers<unknown>();
    const invoke = async (event: unknown) => {
      invoked.resolve(event);
      return succeeded({ batchItemFailures: [] });
    };
    await send(queue, ['one']);
    pollers.push(invokeOnQueue({ sqs: messaging.sqs, queue, invoke, onError }));
    expect(await invoked.promise).toEqual({
      Records: [
        {
          messageId: expect.any(String),
          receiptHandle: expect.any(String),
          body: 'one',
          attributes: expect.objectContaining({
            ApproximateReceiveCount: '1',
            SentTimestamp: expect.stringMatching(/^\d+$/),
          }),
          messageAttributes: {},
          md5OfBody: expect.any(String),
          eventSource: 'aws:sqs',
          eventSourceARN: queue.arn,
          awsRegion: 'us-east-1',
        },
      ],
    });
  });

  it('takes what succeeded and sends what failed too often to the dead-letter queue', async () => {
    const { queue, deadLetter } = await failingQueue();
    const seen: string[] = [];
    const invoke = async (event: unknown) => {
      const { Records } = event as SqsEvent;
      seen.push(...Records.map(({ body }) => body));
      const bad = Records.filter(({ body }) => body === 'bad');
      return succeeded({
        batchItemFailures: bad.map(({ messageId }) => ({ itemIdentifier: messageId })),
      });
    };
    await send(queue, ['good', 'bad']);
    pollers.push(invokeOnQueue({ sqs: messaging.sqs, queue, invoke, onError }));
    expect(await receive(deadLetter)).toBe('bad');
    expect(seen.sort()).toEqual(['bad', 'bad', 'good']);
  });

  it.each([
    ['fails', failed],
    ['names an unknown item', succeeded({ batchItemFailures: [{ itemIdentifier: 'other' }] })],
    ['answers nonsense', succeeded({ batchItemFailures: 'all' })],
  ])('keeps the whole batch when the function %s', async (_, outcome) => {
    const { queue, deadLetter } = await failingQueue();
    let invocations = 0;
    const invoke = async () => {
      invocations += 1;
      return outcome;
    };
    await send(queue, ['one']);
    pollers.push(invokeOnQueue({ sqs: messaging.sqs, queue, invoke, onError }));
    expect(await receive(deadLetter)).toBe('one');
    expect(invocations).toBe(2);
  });
});
