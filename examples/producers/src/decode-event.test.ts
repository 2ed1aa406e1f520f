import { testApp } from 'skein/testing';
import { describe, expect, it } from 'vitest';
import { app } from './app.ts';

const comment = { id: '1', repositoryName: 'apollo/client', author: 'Ada', content: 'Good job' };
const COMMENTS = 'subscription { commentAdded(repoFullName: "apollo/client") { content } }';
const FILES = 'subscription { filesStored(bucket: "uploads") { key bytes } }';

const cloudEvent = {
  ...{ specversion: '1.0', type: 'com.example.comment.added', source: '/forge', id: 'a-1' },
  ...{ time: '2026-01-31T12:00:00Z', datacontenttype: 'application/json', data: comment },
};
const eventBridgeEvent = {
  ...{ version: '0', id: 'b-1', 'detail-type': 'CommentAdded', source: 'com.example.forge' },
  ...{ account: '123456789012', time: '2026-01-31T12:00:00Z', region: 'eu-west-1', resources: [] },
  detail: comment,
};
const s3Record = (key: string, size: number) => ({
  ...{ eventVersion: '2.1', eventSource: 'aws:s3', awsRegion: 'eu-west-1' },
  ...{ eventTime: '2026-01-31T12:00:00.000Z', eventName: 'ObjectCreated:Put' },
  s3: {
    ...{ s3SchemaVersion: '1.0', configurationId: 'stored' },
    bucket: { name: 'uploads', arn: 'arn:aws:s3:::uploads' },
    object: {
      key,
      size,
      eTag: 'd41d8cd98f00b204e9800998ecf8427e',
      sequencer: '0A1B2C3D4E5F678901',
    },
  },
});

describe('decodeEvent', () => {
  it.each([
    ['a CloudEvent', cloudEvent],
    ['an event of EventBridge', eventBridgeEvent],
  ])('brings %s to the subscribers of its topic', async (_name, event) => {
    const t = testApp(app);
    const comments = t.client().subscribe(COMMENTS);
    expect(await t.announce(JSON.stringify(event))).toMatchObject({ delivered: 1 });
    expect((await comments.next()).value).toEqual({
      data: { commentAdded: { content: 'Good job' } },
    });
  });

  it('brings what S3 tells to the subscribers of the bucket', async () => {
    const t = testApp(app);
    const files = t.client().subscribe(FILES);
    const records = [s3Record('photos/A+B%C3%A9.jpg', 1_024), s3Record('c', 0)];
    await t.announce(JSON.stringify({ Records: records }));
    expect((await files.next()).value).toEqual({
      data: {
        filesStored: [
          { key: 'photos/A Bé.jpg', bytes: 1_024 },
          { key: 'c', bytes: 0 },
        ],
      },
    });
  });

  it.each([
    ['an unknown type', { ...cloudEvent, type: 'com.example.other' }],
    ["S3's test", { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'uploads' }],
  ])('lets %s go by', async (_name, event) => {
    const t = testApp(app);
    expect(await t.announce(JSON.stringify(event))).toMatchObject({ delivered: 0 });
    expect(t.parked).toEqual([]);
  });

  it.each([
    ['a payload that does not fit', { ...cloudEvent, data: { id: 1 } }, 'bad-payload'],
    ['a message of no known shape', { hello: 'world' }, 'bad-envelope'],
    [
      'an S3 record without an object',
      { Records: [{ eventName: 'ObjectCreated:Put' }] },
      'bad-envelope',
    ],
  ])('has %s parked', async (_name, event, reason) => {
    const t = testApp(app);
    await t.announce(JSON.stringify(event));
    expect(t.parked).toMatchObject([{ reason }]);
  });

  it('is not asked about an event of the usual shape', async () => {
    const t = testApp(app);
    const comments = t.client().subscribe(COMMENTS);
    await t.announce(JSON.stringify({ topic: 'COMMENT_ADDED', payload: comment }));
    expect((await comments.next()).value).toMatchObject({ data: { commentAdded: {} } });
  });
});
