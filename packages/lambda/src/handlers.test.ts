import { shardTopics } from '@skein/pubsub';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createConnectHandler } from './connect.ts';
import { createDisconnectHandler } from './disconnect.ts';
import { createFanoutHandler } from './fanout.ts';
import { createGraphqlHandler } from './graphql.ts';
import { createMessageHandler } from './message.ts';
import { createPublisherHandler } from './publisher.ts';
import { connectEvent, httpEvent, lambdaContext, webSocketContext } from './testing/aws-events.ts';
import { type FakeAws, startFakeAws } from './testing/fake-aws.ts';
import { createTestApp } from './testing/test-app.ts';

let aws: FakeAws;

beforeAll(async () => {
  aws = await startFakeAws();
  for (const [name, value] of Object.entries(aws.env)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await aws.close();
});

let connections = 0;
let connectionId: string;

beforeEach(() => {
  connections += 1;
  connectionId = `connection-${connections}`;
  aws.forget();
  aws.delayMs = 0;
});

const OK = { statusCode: 200 };

const context = () => webSocketContext({ connectionId });

const connect = (changes: Partial<ReturnType<typeof connectEvent>> = {}) =>
  createConnectHandler(createTestApp().access)(
    connectEvent({ requestContext: context(), ...changes }),
    lambdaContext(),
  );

/** Sends frames one after the other, as a client of graphql-transport-ws. */
const send = async (app: ReturnType<typeof createTestApp>, ...frames: readonly object[]) => {
  const handle = createMessageHandler(app);
  for (const frame of frames) {
    const event = { requestContext: context(), body: JSON.stringify(frame) };
    expect(await handle(event, lambdaContext())).toEqual(OK);
  }
};

const INIT = { type: 'connection_init' };
const subscribe = (query: string) => ({ type: 'subscribe', id: '1', payload: { query } });

const snsEvent = (message: unknown) => ({
  Records: [
    {
      Sns: {
        Message: typeof message === 'string' ? message : JSON.stringify(message),
        MessageId: 'event-1',
        Timestamp: new Date().toISOString(),
      },
    },
  ],
});

const EVENT = { topic: 'ANNOUNCED', payload: { announced: 'Hello' } };
const NEXT = { id: '1', type: 'next', payload: { data: { announced: 'Hello' } } };

describe('createConnectHandler', () => {
  it('returns the subprotocol, in whatever casing it was offered', async () => {
    const headers = { 'sec-WEBSOCKET-protocol': 'graphql-ws, graphql-transport-ws' };
    expect(await connect({ headers })).toEqual({
      statusCode: 200,
      headers: { 'Sec-WebSocket-Protocol': 'graphql-transport-ws' },
    });
  });

  it('returns no header when none was offered', async () => {
    expect(await connect({ headers: {} })).toEqual(OK);
  });

  it.each([
    [400, { headers: { 'Sec-WebSocket-Protocol': 'mqtt' } }],
    [401, { headers: { Authorization: 'Bearer bad' } }],
    [401, { multiValueHeaders: { authorization: ['bad'] } }],
    [401, { queryStringParameters: { authorization: 'bad' } }],
  ])('answers %i when the upgrade brings %j', async (statusCode, changes) => {
    expect(await connect(changes)).toEqual({ statusCode });
  });

  it.each([
    [403, { Origin: 'https://evil.example' }],
    [403, { origin: 'null', Authorization: 'Bearer bad' }],
    [200, { ORIGIN: 'https://app.example.com' }],
    [200, {}],
  ])('answers %i when one origin is allowed and the upgrade brings %j', async (status, headers) => {
    vi.stubEnv('ALLOWED_ORIGINS', 'https://app.example.com');
    expect(await connect({ headers })).toMatchObject({ statusCode: status });
    vi.stubEnv('ALLOWED_ORIGINS', '');
  });

  it('answers 500 when the table is not there', async () => {
    vi.stubEnv('TABLE_NAME', 'another');
    expect(await connect()).toEqual({ statusCode: 500 });
    vi.stubEnv('TABLE_NAME', aws.env.TABLE_NAME);
  });
});

describe('createMessageHandler', () => {
  it('acknowledges, and answers a query', async () => {
    await connect();
    await send(createTestApp(), INIT, subscribe('{ echo(text: "x") }'));
    expect(aws.frames(connectionId)).toEqual([
      { type: 'connection_ack' },
      { id: '1', type: 'next', payload: { data: { echo: 'x' } } },
      { id: '1', type: 'complete' },
    ]);
  });

  it('answers after a publish that its resolver did not await', async () => {
    await connect();
    aws.delayMs = 30;
    await send(createTestApp(), INIT, subscribe('mutation { announce(text: "Hello") }'));
    expect(aws.events()).toEqual([EVENT]);
  });

  it('answers 200 when SNS refuses a publish that nobody awaited', async () => {
    await connect();
    aws.failing.add('Publish');
    await send(createTestApp(), INIT, subscribe('mutation { announce(text: "Hello") }'));
    aws.failing.clear();
    expect(aws.frames(connectionId)).toContainEqual({
      id: '1',
      type: 'next',
      payload: { data: { announce: true } },
    });
  });

  it('closes a connection that is not known', async () => {
    await send(createTestApp(), subscribe('{ viewer }'));
    expect(aws.calls.map(({ action }) => action)).toEqual(['DELETE']);
  });

  it('takes a body in base64', async () => {
    const body = Buffer.from('{"type":"ping"}').toString('base64');
    const event = { requestContext: context(), body, isBase64Encoded: true };
    await createMessageHandler(createTestApp())(event, lambdaContext());
    expect(aws.frames(connectionId)).toEqual([{ type: 'pong' }]);
  });

  it('answers 200 when AWS is not to be reached', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', 'http://127.0.0.1:1');
    vi.stubEnv('CONNECTIONS_URL', 'http://127.0.0.1:1');
    const handle = createMessageHandler(createTestApp());
    const event = { requestContext: context(), body: JSON.stringify(INIT) };
    expect(await handle(event, lambdaContext(2_000))).toEqual(OK);
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', aws.env.AWS_ENDPOINT_URL_DYNAMODB);
    vi.stubEnv('CONNECTIONS_URL', aws.env.CONNECTIONS_URL);
  });

  it('answers 200 whatever comes', async () => {
    const handle = createMessageHandler(createTestApp());
    const body = fc.oneof(fc.string(), fc.json(), fc.constant(null));
    await fc.assert(
      fc.asyncProperty(body, fc.boolean(), async (text, isBase64Encoded) => {
        const event = { requestContext: context(), body: text, isBase64Encoded };
        expect(await handle(event, lambdaContext())).toEqual(OK);
      }),
      { numRuns: 50 },
    );
  });

  it('answers 200 when the event is none of API Gateway', async () => {
    const handle = createMessageHandler(createTestApp());
    for (const event of [{}, { requestContext: null }, { requestContext: {} }]) {
      expect(await handle(event as never, lambdaContext(2_000))).toEqual(OK);
    }
  });
});

describe('createPublisherHandler', () => {
  it('delivers an event to who subscribed', async () => {
    await connect();
    const app = createTestApp();
    await send(app, INIT, subscribe('subscription { announced }'));
    aws.forget();
    await createPublisherHandler(app)(snsEvent(EVENT), lambdaContext());
    expect(aws.frames(connectionId)).toEqual([NEXT]);
  });

  it('delivers nothing more after a disconnect', async () => {
    await connect();
    const app = createTestApp();
    await send(app, INIT, subscribe('subscription { announced }'));
    aws.forget();
    const disconnect = createDisconnectHandler(app.access);
    expect(await disconnect({ requestContext: context() }, lambdaContext())).toEqual(OK);
    await createPublisherHandler(app)(snsEvent(EVENT), lambdaContext());
    expect(aws.frames(connectionId)).toEqual([]);
  });

  it('parks what is no event, and succeeds', async () => {
    await createPublisherHandler(createTestApp())(snsEvent('no JSON'), lambdaContext());
    const [call] = aws.calls;
    expect(call?.action).toBe('SendMessage');
    expect(JSON.parse(JSON.parse(call?.body ?? '').MessageBody)).toMatchObject({
      reason: 'not-json',
      event: 'no JSON',
      messageId: 'event-1',
    });
  });

  it('tries every record, and fails, when neither the table nor the queue is there', async () => {
    vi.stubEnv('TABLE_NAME', 'another');
    aws.failing.add('SendMessageBatch');
    const handle = createPublisherHandler(createTestApp());
    const Records = [...snsEvent(EVENT).Records, ...snsEvent('no JSON').Records];
    await expect(handle({ Records }, lambdaContext())).rejects.toThrow('1 of 2 events failed');
    expect(aws.calls.map(({ action }) => action)).toContain('SendMessage');
    aws.failing.clear();
    vi.stubEnv('TABLE_NAME', aws.env.TABLE_NAME);
  });
});

describe('createDisconnectHandler', () => {
  it('tells the application, and publishes by its pubsub, before it answers', async () => {
    await connect({ headers: { Authorization: 'ada' } });
    aws.delayMs = 20;
    const { pubsub, access } = createTestApp();
    const told: unknown[] = [];
    const onDisconnect = (notice: unknown) => {
      told.push(notice);
      void pubsub.publish('LEFT', {});
    };
    const handle = createDisconnectHandler({ ...access, pubsub, onDisconnect });
    const requestContext = {
      ...context(),
      disconnectStatusCode: 1001,
      disconnectReason: 'Going away',
    };
    expect(await handle({ requestContext }, lambdaContext())).toEqual(OK);
    expect(told).toEqual([{ connectionId, session: 'ada', code: 1001, reason: 'Going away' }]);
    expect(aws.events()).toEqual([{ topic: 'LEFT', payload: {} }]);
  });
});

describe('createFanoutHandler', () => {
  it('carries out a task, and reports the one that is none', async () => {
    await connect();
    const app = createTestApp();
    await send(app, INIT, subscribe('subscription { announced }'));
    aws.forget();
    const keys = app.pubsub.matchingKeys({
      kind: 'payload',
      label: 'ANNOUNCED',
      payload: {},
      keyValues: new Map(),
    });
    const topics = keys.flatMap(shardTopics);
    const task = {
      v: 1,
      event: { text: JSON.stringify(EVENT), messageId: 'event-1', publishedAtMs: Date.now() },
      hops: 1,
      work: { kind: 'keys', keys: topics.map((topic) => ({ topic, cursor: null })) },
    };
    const Records = [
      { messageId: 'a', body: JSON.stringify(task) },
      { messageId: 'b', body: '{}' },
    ];
    const answer = await createFanoutHandler(app)({ Records }, lambdaContext());
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'b' }] });
    expect(aws.frames(connectionId)).toEqual([NEXT]);
  });
});

describe('createGraphqlHandler', () => {
  it('answers after a publish that its resolver did not await', async () => {
    aws.delayMs = 30;
    const body = JSON.stringify({ query: 'mutation { announce(text: "Hello") }' });
    const answer = await createGraphqlHandler(createTestApp())(
      httpEvent({ body }),
      lambdaContext(),
    );
    expect(answer).toMatchObject({ statusCode: 200, body: '{"data":{"announce":true}}' });
    expect(aws.events()).toEqual([EVENT]);
  });

  it('answers 500 when the event is none of an HTTP API', async () => {
    const handle = createGraphqlHandler(createTestApp());
    expect(await handle({} as never, lambdaContext())).toMatchObject({ statusCode: 500 });
  });
});

describe('every handler', () => {
  it('is not made when its environment is incomplete', () => {
    vi.stubEnv('TABLE_NAME', '');
    vi.stubEnv('EVENTS_TOPIC_ARN', '');
    expect(() => createMessageHandler(createTestApp())).toThrow(
      'TABLE_NAME is missing; EVENTS_TOPIC_ARN is missing',
    );
    vi.stubEnv('TABLE_NAME', aws.env.TABLE_NAME);
    vi.stubEnv('EVENTS_TOPIC_ARN', aws.env.EVENTS_TOPIC_ARN);
  });
});
