import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sampleEvent } from './sample-event.ts';

const schema = buildSchema(`
  type Query { a: Int }
  scalar DateTime
  enum Kind { GOOD BAD }
  type Author { name: String! self: Author }
  type Comment { id: ID! kind: Kind at: DateTime! author: Author! tags: [String!]! }
  type Subscription { commentAdded(room: ID): Comment! numberIncremented: Int! }
`);

const topic = (label: string, more: object = {}) => ({ label, keys: [], payload: null, ...more });

describe('sampleEvent', () => {
  it('is nothing when no topic is declared', async () => {
    expect(await sampleEvent([], schema)).toBeNull();
  });

  it('is like the type of the field of that name when the topic has no schema', async () => {
    const field = schema.getSubscriptionType()?.getFields().commentAdded;
    if (field === undefined) throw new Error('no field');
    const comment = {
      id: 'id',
      kind: 'GOOD',
      at: '2026-01-31T12:00:00Z',
      author: { name: 'name' },
      tags: ['tags'],
    };
    const apollo = await sampleEvent([topic('COMMENT_ADDED', { keys: ['room'] })], schema);
    expect(apollo).toEqual({
      topic: 'COMMENT_ADDED',
      payload: { room: 'room', commentAdded: comment },
    });
    field.resolve = (source) => source;
    expect(await sampleEvent([topic('COMMENT_ADDED')], schema)).toEqual({
      topic: 'COMMENT_ADDED',
      payload: comment,
    });
  });

  it('has the keys when nothing else is known', async () => {
    expect(await sampleEvent([topic('OTHER', { keys: ['a', 'b'] })], schema)).toEqual({
      topic: 'OTHER',
      payload: { a: 'a', b: 'b' },
    });
  });

  it.each([
    ['alternatives', z.union([z.null(), z.string()]), 'inner'],
    ['null', z.null(), null],
    ['a constant', z.literal(7), 7],
    ['a default', z.string().default('d'), 'd'],
    ['a length', z.string().min(7), 'innerxx'],
    ['bounds', z.number().gt(4), 5],
    ['a date', z.iso.date(), '2026-01-31'],
    ['an address', z.email(), 'ada@example.com'],
    ['both of two', z.object({ a: z.int() }).and(z.object({ b: z.boolean() })), { a: 1, b: true }],
    ['an optional one', z.object({ a: z.string().optional() }), { a: 'a' }],
  ])('fits a payload with %s', async (_name, inner, value) => {
    const payload = z.object({ inner });
    const event = await sampleEvent([topic('NOTED', { payload })], schema);
    expect(event?.payload).toEqual({ inner: value });
    expect(payload.safeParse(event?.payload).success).toBe(true);
  });

  it('ends although a payload contains itself', async () => {
    const tree = z.object({
      get children() {
        return z.array(tree);
      },
    });
    expect(await sampleEvent([topic('GROWN', { payload: tree })], schema)).toMatchObject({
      topic: 'GROWN',
    });
  });

  it('takes another guess when the first does not fit', async () => {
    const payload = z
      .object({ id: z.string().regex(/^id$/), kind: z.custom((value) => value === 'GOOD') })
      .loose();
    const field = schema.getSubscriptionType()?.getFields().commentAdded;
    if (field !== undefined) field.resolve = (source) => source;
    const event = await sampleEvent([topic('COMMENT_ADDED', { payload })], schema);
    expect(event?.payload).toMatchObject({ id: 'id', kind: 'GOOD' });
  });
});
