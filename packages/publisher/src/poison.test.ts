import { createPubSub, type PubSub, topic } from '@skein/pubsub';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createStage } from './stage.ts';

const GOOD = JSON.stringify({ topic: 'PLAIN', payload: 1 });

const plainSchema = (pubsub: PubSub) => {
  const schema = buildSchema('type Query { a: Int } type Subscription { plain: Int }');
  const field = schema.getSubscriptionType()?.getFields().plain;
  if (field === undefined) throw new Error('no field');
  field.subscribe = () => pubsub.asyncIterator('PLAIN');
  field.resolve = (n) => n;
  return schema;
};

const strict = (value: unknown) =>
  value === 'throw'
    ? Promise.reject(new Error('secret payload'))
    : { issues: [{ message: `Expected nothing of the kind, but got "${value}"` }] };

const createStrictStage = () =>
  createStage({
    pubsub: createPubSub({
      topics: [
        topic('STRICT', {
          payload: { '~standard': { version: 1, vendor: 'test', validate: strict } },
        }),
      ],
    }),
    schema: plainSchema,
  });

describe('a bad event', () => {
  it.each([
    ['not-json', '{"topic":'],
    ['not-json', ''],
    ['bad-envelope', '{"label":"PLAIN"}'],
    ['bad-envelope', '{"topic":""}'],
    ['bad-envelope', 'null'],
    ['bad-payload', '{"topic":"STRICT","payload":"secret payload"}'],
    ['bad-payload', '{"topic":"STRICT","payload":"throw"}'],
  ])(
    'is parked as %s, unchanged, and the next one is delivered, when it is %s',
    async (reason, text) => {
      const stage = createStrictStage();
      await stage.subscribe({ connectionId: 'a', query: '{ plain }' });
      expect(await stage.arrive(text)).toMatchObject({ parked: 1, rows: 0, sent: 0 });
      expect(stage.queues.parked).toEqual([
        { reason, event: text, messageId: 'event-1', detail: expect.any(String) },
      ]);
      expect(stage.queues.parked[0]?.detail).not.toContain('secret');
      expect(JSON.stringify(stage.lines)).not.toContain('secret');
      expect(stage.lines.filter(({ level }) => level === 'error')).toMatchObject([
        { event: 'event_parked', fields: { eventId: 'event-1', reason } },
      ]);
      expect(await stage.arrive(GOOD)).toMatchObject({ sent: 1, parked: 0 });
    },
  );

  it('never makes the publisher reject, whatever its text is', async () => {
    const stage = createStrictStage();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((payload) => `{"topic":"STRICT","payload":${payload}}`),
        ),
        async (text) => {
          const report = await stage.arrive(text);
          expect(report.parked + report.keys).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('an event of an unknown label', () => {
  it('is no error', async () => {
    const stage = createStage();
    expect(await stage.publish('NOBODY', 1)).toMatchObject({ topic: 'NOBODY', keys: 1, parked: 0 });
    expect(stage.lines.filter(({ level }) => level !== 'info')).toEqual([]);
  });
});

describe('decodeEvent', () => {
  it.each([
    ['an object of another shape', '{"detail-type":"plain","detail":1}'],
    ['no JSON at all', 'plain 1'],
  ])('reads %s', async (_name, text) => {
    const stage = createStage({ app: { decodeEvent: () => ({ topic: 'PLAIN', payload: 1 }) } });
    await stage.subscribe({ connectionId: 'a', query: '{ plain }' });
    expect(await stage.arrive(text)).toMatchObject({ topic: 'PLAIN', sent: 1 });
  });

  it('is not asked about an envelope', async () => {
    const stage = createStage({ app: { decodeEvent: () => ({ topic: 'OTHER' }) } });
    expect(await stage.arrive(GOOD)).toMatchObject({ topic: 'PLAIN' });
  });

  it.each([
    ['knows it not either', () => null],
    [
      'throws',
      () => {
        throw new Error('secret payload');
      },
    ],
  ])('leaves the event to be parked when it %s', async (_name, decodeEvent) => {
    const stage = createStage({ app: { decodeEvent } });
    expect(await stage.arrive('{"a":1}')).toMatchObject({ parked: 1 });
    expect(stage.queues.parked).toMatchObject([{ reason: 'bad-envelope' }]);
    expect(stage.queues.parked[0]?.detail).not.toContain('secret');
  });
});
