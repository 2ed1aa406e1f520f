import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createTableInput } from '@skein/store/dynamodb';
import dynalite from 'dynalite';

/** One call of SNS, SQS or the `@connections` API. */
interface AwsCall {
  /** `Publish`, `SendMessage`, `SendMessageBatch`, or `POST` and `DELETE` of a connection. */
  readonly action: string;
  readonly path: string;
  readonly body: string;
}

/** DynamoDB by dynalite; SNS, SQS and `@connections` as a server that takes everything and remembers it. */
export interface FakeAws {
  readonly calls: readonly AwsCall[];
  /** The frames posted to a connection. */
  frames(connectionId: string): readonly unknown[];
  /** The messages published to the SNS topic. */
  events(): readonly unknown[];
  /** Begins to remember anew. */
  forget(): void;
  /** The actions that fail, for trouble that does not pass. */
  readonly failing: Set<string>;
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
  const failing = new Set<string>();
  const server = createServer(async (request, response) => {
    const call = await callOf(request);
    await new Promise((resolve) => setTimeout(resolve, fake.delayMs));
    calls.push(call);
    if (failing.has(call.action)) response.statusCode = 400;
    response.end(answerTo(call));
  });
  const database = dynalite({ createTableMs: 0 });
  const endpoint = await listen(server);
  const databaseEndpoint = await listen(database);

  const fake: FakeAws = {
    calls,
    delayMs: 0,
    forget: () => void calls.splice(0),
    failing,
    frames: (connectionId) =>
      calls
        .filter(({ action, path }) => action === 'POST' && path.endsWith(`/${connectionId}`))
        .map(({ body }) => JSON.parse(body)),
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

async function callOf(request: IncomingMessage): Promise<AwsCall> {
  const { url: path = '', method = '', headers } = request;
  const body = await text(request);
  if (path.includes('/@connections/')) return { action: method, path, body };
  const target = headers['x-amz-target'];
  const action = target ? String(target).split('.')[1] : new URLSearchParams(body).get('Action');
  return { action: action ?? '', path, body };
}

/** SNS speaks XML, SQS JSON; the SDK checks what SQS says it got. */
function answerTo({ action, body }: AwsCall): string {
  if (action === 'SendMessage')
    return JSON.stringify({ MD5OfMessageBody: md5(JSON.parse(body).MessageBody) });
  if (action !== 'SendMessageBatch') return '<r><MessageId>1</MessageId></r>';
  const entries: readonly { readonly Id: string; readonly MessageBody: string }[] =
    JSON.parse(body).Entries;
  return JSON.stringify({
    Successful: entries.map(({ Id, MessageBody }) => ({ Id, MD5OfMessageBody: md5(MessageBody) })),
  });
}

const md5 = (message: string): string => createHash('md5').update(message).digest('hex');

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
