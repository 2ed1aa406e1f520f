import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type SendMessageBatchCommandInput,
  type SendMessageBatchCommandOutput,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ParkedEvent } from '../ports.ts';
import { describeQueues, taskOf } from '../queues.contract.ts';
import { decodeTask } from '../task-codec.ts';
import { createSqsQueues } from './sqs-queues.ts';

let server: FauxqsServer;
beforeAll(async () => {
  server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
});
afterAll(() => server.stop());
afterEach(() => vi.unstubAllEnvs());

const runtime = { sleep: async () => undefined, random: () => 0.5 };

const createClient = () =>
  new SQSClient({
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
  });

let made = 0;
const createQueues = (client = createClient()) => {
  made += 1;
  const fanoutQueueUrl = server.createQueue(`fanout-${made}`).queueUrl;
  const parkedQueueUrl = server.createQueue(`parked-${made}`).queueUrl;
  const drain = async (QueueUrl: string) => {
    const texts: string[] = [];
    for (;;) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) return texts;
      for (const { Body = '', ReceiptHandle } of Messages) {
        texts.push(Body);
        await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
  };
  return {
    fanoutQueueUrl,
    parkedQueueUrl,
    queues: createSqsQueues({ fanoutQueueUrl, parkedQueueUrl, client, runtime }),
    tasks: async () =>
      (await drain(fanoutQueueUrl)).map((text) => {
        const decoded = decodeTask(text);
        if (!decoded.ok) throw new Error(decoded.detail);
        return decoded.task;
      }),
    parked: async () =>
      (await drain(parkedQueueUrl)).map((text) => JSON.parse(text) as ParkedEvent),
  };
};

describeQueues('createSqsQueues', async () => createQueues());

/** Keeps entries from the server as `refuse` says, as SQS does when it is throttled. */
const createRefusingClient = (refuse: (id: string) => 'sender' | 'server' | null) => {
  const client = createClient();
  const inputs: SendMessageBatchCommandInput[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName !== 'SendMessageBatchCommand') return next(args);
      const input = args.input as SendMessageBatchCommandInput;
      inputs.push(input);
      const entries = input.Entries ?? [];
      const refused = entries.filter(({ MessageBody = '' }) => refuse(messageIdOf(MessageBody)));
      const Failed = refused.map(({ Id, MessageBody = '' }) => ({
        Id,
        SenderFault: refuse(messageIdOf(MessageBody)) === 'sender',
        Code: 'InternalError',
      }));
      const Entries = entries.filter((entry) => !refused.includes(entry));
      if (Entries.length === 0) {
        return {
          response: {},
          output: { $metadata: {}, Successful: [], Failed } as SendMessageBatchCommandOutput,
        };
      }
      const result = await next({ ...args, input: { ...input, Entries } });
      return { ...result, output: { ...result.output, Failed } };
    },
    { step: 'initialize' },
  );
  return { client, inputs };
};

const messageIdOf = (text: string) => {
  const decoded = decodeTask(text);
  return decoded.ok ? decoded.task.event.messageId : '';
};

describe('createSqsQueues', () => {
  it('sends at most 10 tasks and 256 KiB at a time', async () => {
    const { client, inputs } = createRefusingClient(() => null);
    const { queues } = createQueues(client);
    const sizes = [...Array.from({ length: 25 }, () => 10), 60_000, 60_000, 60_000];
    await queues.enqueue(
      sizes.map((size, n) => taskOf(`m${n}`, size)),
      { delaySeconds: 7 },
    );
    expect(inputs.map(({ Entries = [] }) => Entries.length).sort()).toEqual([1, 10, 10, 7]);
    for (const { Entries = [] } of inputs) {
      const bytes = Entries.reduce((sum, { MessageBody = '' }) => sum + MessageBody.length, 0);
      expect(bytes).toBeLessThanOrEqual(256 * 1024);
      expect(Entries.every(({ DelaySeconds }) => DelaySeconds === 7)).toBe(true);
    }
  });

  it('sends again only the tasks that SQS did not take', async () => {
    const refusals = new Map([
      ['m1', 1],
      ['m3', 3],
    ]);
    const { client, inputs } = createRefusingClient((id) => {
      const left = refusals.get(id) ?? 0;
      return left > 0 ? 'server' : null;
    });
    client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        for (const [id, left] of refusals) refusals.set(id, left - 1);
        return result;
      },
      { step: 'initialize', priority: 'high' },
    );
    const { queues, tasks } = createQueues(client);
    await queues.enqueue(['m0', 'm1', 'm2', 'm3'].map((id) => taskOf(id)));
    expect(
      inputs.map(({ Entries = [] }) =>
        Entries.map(({ MessageBody = '' }) => messageIdOf(MessageBody)),
      ),
    ).toEqual([['m0', 'm1', 'm2', 'm3'], ['m1', 'm3'], ['m3'], ['m3']]);
    expect((await tasks()).map(({ event }) => event.messageId).sort()).toEqual([
      'm0',
      'm1',
      'm2',
      'm3',
    ]);
  });

  it.each([
    ['server', 4],
    ['sender', 1],
  ] as const)('rejects after %s faults, %i attempts in all', async (fault, attempts) => {
    const { client, inputs } = createRefusingClient((id) => (id === 'm1' ? fault : null));
    const { queues } = createQueues(client);
    await expect(queues.enqueue([taskOf('m0'), taskOf('m1')])).rejects.toThrow('SQS');
    expect(inputs).toHaveLength(attempts);
  });

  it("sends to the environment's endpoint when the queues' URLs name another host", async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_SQS', `http://127.0.0.1:${server.port}`);
    vi.stubEnv('AWS_REGION', 'us-east-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    const { fanoutQueueUrl, parkedQueueUrl, tasks, parked } = createQueues();
    const elsewhere = (url: string) => `http://sqs.invalid/${url.split('/').slice(-2).join('/')}`;
    const queues = createSqsQueues({
      fanoutQueueUrl: elsewhere(fanoutQueueUrl),
      parkedQueueUrl: elsewhere(parkedQueueUrl),
    });
    await queues.enqueue([taskOf('m0')]);
    await queues.park({ reason: 'not-json', event: 'x', messageId: 'm1', detail: 'expected JSON' });
    expect(await tasks()).toHaveLength(1);
    expect(await parked()).toHaveLength(1);
  });
});
