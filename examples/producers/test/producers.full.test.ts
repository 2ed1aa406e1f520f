import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Emulator, startMiniStack } from '@skein/e2e/mini-stack';
import { preparePython } from '@skein/python';
import { testApp } from 'skein/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { app } from '../src/app.ts';
import { commentAdded, filesStored } from '../src/topics.ts';
import { accepts } from './accepts.ts';
import { createTopic, type Topic } from './topic.ts';

const run = promisify(execFile);
const example = fileURLToPath(new URL('../', import.meta.url));
/** Debian's, without Go's module proxy. */
const GO_SDK = '/usr/share/gocode/src/github.com/aws/aws-sdk-go-v2';

const bin = await preparePython({
  requirements: join(example, 'python/requirements.txt'),
  cache: join(example, '.cache'),
});
if (bin === null)
  process.emitWarning('The producers are not tested: there is no python3 with venv.');
const go = existsSync(GO_SDK) && (await run('go', ['version']).catch(() => null)) !== null;

describe.skipIf(bin === null)('a producer', () => {
  let aws: Emulator;
  let topic: Topic;
  let environment: NodeJS.ProcessEnv;

  beforeAll(async () => {
    aws = await startMiniStack(join(example, '.cache/ministack.log'));
    topic = await createTopic(aws.environment);
    const path = `${bin}:${process.env.PATH}`;
    environment = {
      ...process.env,
      ...aws.environment,
      AWS_DEFAULT_REGION: aws.environment.AWS_REGION,
      PATH: path,
      EVENTS_TOPIC_ARN: topic.arn,
    };
  });

  afterAll(() => aws?.stop());

  const start = (command: string, args: readonly string[], env = environment) =>
    run(command, args, { cwd: example, env });

  /** What subscribers get of these messages; in whatever order they came, completions last. */
  async function deliver(messages: readonly string[]): Promise<readonly unknown[]> {
    for (const message of messages)
      expect([message, accepts(JSON.parse(message))]).toEqual([message, true]);
    return deliverForeign(messages);
  }

  /** The same of messages that only `decodeEvent` reads. */
  async function deliverForeign(messages: readonly string[]): Promise<readonly unknown[]> {
    const t = testApp(app);
    const client = t.client();
    const comments = client.subscribe(
      'subscription { commentAdded(repoFullName: "apollo/client") { id content } }',
    );
    const files = client.subscribe('subscription { filesStored(bucket: "uploads") { key bytes } }');
    for (const message of [...messages].sort((a, b) => rank(a) - rank(b)))
      await t.announce(message);
    expect(t.parked).toEqual([]);
    await t.complete(commentAdded, { repositoryName: 'apollo/client' });
    await t.complete(filesStored, { bucket: 'uploads' });
    const results: unknown[] = [];
    for await (const { data } of comments) results.push(data?.commentAdded);
    for await (const { data } of files) results.push(data?.filesStored);
    return results;
  }
  const rank = (message: string) => (message.includes('"complete"') ? 1 : 0);

  it('is the AWS CLI', async () => {
    await start('bash', ['-e', 'aws-cli/publish.sh']);
    const results = await deliver(await topic.receive(4));
    expect(results).toHaveLength(3);
    expect(results).toContainEqual({ id: '1', content: 'Good job' });
    expect(results).toContainEqual({ id: '2', content: 'Thanks' });
  });

  it('is Python with boto3', async () => {
    await start(`${bin}/python`, ['python/main.py']);
    const results = await deliver(await topic.receive(14));
    expect(results).toHaveLength(13);
    expect(results).toContainEqual({ id: '13', content: 'From Python, 13' });
  });

  it('is Node with @skein/pubsub/sns', async () => {
    await start(process.execPath, ['src/publish.ts']);
    expect(await deliver(await topic.receive(2))).toEqual([{ id: '1', content: 'From Node' }]);
  });

  it.skipIf(!go)('is Go with aws-sdk-go-v2', { timeout: 400_000 }, async () => {
    const debian = { ...environment, GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOFLAGS: '' };
    await start('go', ['vet', './go'], debian);
    await start('go', ['test', '-count=1', './go'], debian);
    expect((await start('gofmt', ['-l', 'go'])).stdout).toBe('');
    expect(await deliver(await topic.receive(2))).toEqual([{ id: '1', content: 'From Go' }]);
  });

  it('is a rule of EventBridge with an input transformer', async () => {
    await start('bash', ['-e', 'eventbridge/rule.sh']);
    const content = 'Says "hello"\nand more \\ ü';
    const detail = { id: '1', repositoryName: 'apollo/client', author: 'Ada', content };
    const entry = { Source: 'com.example.forge', DetailType: 'CommentAdded' };
    const entries = JSON.stringify([{ ...entry, Detail: JSON.stringify(detail) }]);
    await start('aws', ['events', 'put-events', '--entries', entries]);
    expect(await deliver(await topic.receive(1))).toEqual([{ id: '1', content }]);
  });

  it('is a rule of EventBridge as it is', async () => {
    const pattern = JSON.stringify({ source: ['com.example.plain'] });
    await start('aws', ['events', 'put-rule', '--name', 'plain', '--event-pattern', pattern]);
    const target = `Id=skein,Arn=${topic.arn}`;
    await start('aws', ['events', 'put-targets', '--rule', 'plain', '--targets', target]);
    const detail = { id: '1', repositoryName: 'apollo/client', author: 'Ada', content: 'Plain' };
    const entry = { Source: 'com.example.plain', DetailType: 'CommentAdded' };
    const entries = JSON.stringify([{ ...entry, Detail: JSON.stringify(detail) }]);
    await start('aws', ['events', 'put-events', '--entries', entries]);
    expect(await deliverForeign(await topic.receive(1))).toEqual([{ id: '1', content: 'Plain' }]);
  });

  it('is a bucket of S3', async () => {
    const policy = {
      Statement: [
        {
          ...{ Effect: 'Allow', Action: 'sns:Publish', Resource: topic.arn },
          Principal: { Service: 's3.amazonaws.com' },
        },
      ],
    };
    const attribute = ['--attribute-name', 'Policy', '--attribute-value', JSON.stringify(policy)];
    await start('aws', ['sns', 'set-topic-attributes', '--topic-arn', topic.arn, ...attribute]);
    await start('aws', ['s3', 'mb', 's3://uploads']);
    const notify = { TopicArn: topic.arn, Events: ['s3:ObjectCreated:*'] };
    const configuration = JSON.stringify({ TopicConfigurations: [notify] });
    await start('aws', [
      ...['s3api', 'put-bucket-notification-configuration', '--bucket', 'uploads'],
      ...['--notification-configuration', configuration],
    ]);
    const key = 'events/comment added é.json';
    await start('aws', ['s3', 'cp', 'events/comment-added.json', `s3://uploads/${key}`]);
    const { size: bytes } = await stat(join(example, 'events/comment-added.json'));
    // The first message is what S3 says when a notification is set up.
    expect(await deliverForeign(await topic.receive(2))).toEqual([[{ key, bytes }]]);
  });

  it('is a Lambda on a DynamoDB stream', async () => {
    Object.assign(process.env, aws.environment, { EVENTS_TOPIC_ARN: topic.arn });
    const { handler } = await import('../src/dynamodb-stream.ts');
    const insert = (SequenceNumber: string, item: Readonly<Record<string, string>>) => ({
      eventName: 'INSERT' as const,
      dynamodb: {
        SequenceNumber,
        NewImage: Object.fromEntries(Object.entries(item).map(([name, S]) => [name, { S }])),
      },
    });
    const comment = { id: '1', repositoryName: 'apollo/client', author: 'Ada', content: 'Hi' };
    const answer = await handler({
      Records: [
        insert('1', { id: 'no comment' }),
        insert('2', comment),
        { ...insert('3', comment), eventName: 'MODIFY' },
      ],
    });
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(await deliver(await topic.receive(1))).toEqual([{ id: '1', content: 'Hi' }]);
  });
});
