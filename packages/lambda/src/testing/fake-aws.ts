import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createTableInput } from '@skein/store/dynamodb';
import dynalite from 'dynalite';

/** One call of SNS, SQS or the `@connections` API. */
export interface AwsCall {
  /** `Publish`, `SendMessage`, `SendMessageBatch`, or `POST` and `DELETE` of a connection. */
  readonly action: string;
  readonly body: string;
}

/** DynamoDB by dynalite; SNS, SQS and `@connections` as a server that takes everything and remembers it. */
export interface FakeAws {
  readonly calls: readonly AwsCall[];
  /** The frames posted to connections. */
  frames(): readonly unknown[];
  /** The messages published to the SNS topic. */
  events(): readonly unknown[];
  /** Delays each answer but DynamoDB's. */
  delayMs: number;
  /** The environment of a function. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const TABLE_NAME = 'table';

/** Starts both servers on free ports of 127.0.0.1. */
export async function startFakeAws(): Promise<FakeAws> {
  const calls: AwsCall[] = [];
  const server = createServer(async (request, response) => {
    const call = { action: actionOf(request), body: await text(request) };
    await new Promise((resolve) => setTimeout(resolve, fake.delayMs));
    calls.push({
      ...call,
      action: call.action || (new URLSearchParams(call.body).get('Action') ?? ''),
    });
    response.end(request.headers['x-amz-target'] ? '{}' : '<r><MessageId>1</MessageId></r>');
  });
  const database = dynalite({ createTableMs: 0 });
  const endpoint = await listen(server);
  const databaseEndpoint = await listen(database);

  const fake: FakeAws = {
    calls,
    delayMs: 0,
    frames: () =>
      calls.filter(({ action }) => action === 'POST').map(({ body }) => JSON.parse(body)),
    events: () =>
      calls
        .filter(({ action }) => action === 'Publish')
        .map(({ body }) => JSON.parse(new URLSearchParams(body).get('Message') ?? 'null')),
    env: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: databaseEndpoint,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      TABLE_NAME,
      EVENTS_TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:events',
      CONNECTIONS_URL: `${endpoint}/dev/`,
      FANOUT_QUEUE_URL: `${endpoint}/123456789012/fanout`,
      PARKED_QUEUE_URL: `${endpoint}/123456789012/parked`,
      LOG_LEVEL: 'silent',
    },
    close: async () => {
      await Promise.all([end(server), end(database)]);
    },
  };
  await createTable(databaseEndpoint);
  return fake;
}

const actionOf = ({ url = '', method = '', headers }: IncomingMessage): string => {
  if (url.includes('/@connections/')) return method;
  return String(headers['x-amz-target'] ?? '').split('.')[1] ?? '';
};

async function createTable(endpoint: string): Promise<void> {
  const { status } = await fetch(endpoint, {
    method: 'POST',
    body: JSON.stringify(createTableInput(TABLE_NAME)),
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.CreateTable',
      'x-amz-date': '20260101T000000Z',
      authorization: 'AWS4-HMAC-SHA256 Credential=key/x, SignedHeaders=host, Signature=none',
    },
  });
  if (status !== 200) throw new Error(`No table: ${status}`);
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an address with one.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function end(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
