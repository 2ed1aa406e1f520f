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
      isWhole: true,
    });
    field.resolve = (source) => source;
    expect(await sampleEvent([topic('COMMENT_ADDED')], schema)).toEqual({
      topic: 'COMMENT_ADDED',
      payload: comment,
      isWhole: true,
    });
  });

  it('has the keys when nothing else is known', async () => {
    expect(await sampleEvent([topic('OTHER', { keys: ['a', 'b'] })], schema)).toEqual({
      topic: 'OTHER',
      payload: { a: 'a', b: 'b' },
      isWhole: false,
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

  /** A schema as libraries have it that tell nothing of it but what they refuse. */
  const silent = (inner: z.ZodType) => ({
    '~standard': { validate: (value: unknown) => inner['~standard'].validate(value) },
  });

  it.each([
    ['a time', z.iso.datetime(), '2026-01-31T12:00:00Z'],
    ['a day', z.iso.date(), '2026-01-31'],
    ['a number', z.number(), 1],
    ['an id', z.uuid(), '11111111-1111-4111-8111-111111111111'],
    ['an address', z.email(), 'ada@example.com'],
    ['a URL', z.url(), 'https://example.com/'],
    ['a flag', z.boolean(), true],
    [
      'an object in it',
      z.object({ at: z.iso.date(), by: z.string() }),
      { at: '2026-01-31', by: 'by' },
    ],
  ])(
    'fits a payload with %s whose schema tells only what it refuses',
    async (_name, inner, value) => {
      const payload = silent(z.object({ room: z.string(), inner }));
      const event = await sampleEvent([topic('NOTED', { payload, keys: ['room'] })], schema);
      expect(event).toEqual({
        topic: 'NOTED',
        payload: { room: 'room', inner: value },
        isWhole: true,
      });
    },
  );

  it('guesses anew what the type of the field does not tell', async () => {
    const field = schema.getSubscriptionType()?.getFields().commentAdded;
    if (field !== undefined) field.resolve = (source) => source;
    const payload = silent(
      z.object({ id: z.string(), author: z.object({ name: z.email() }), tags: z.array(z.url()) }),
    );
    const event = await sampleEvent([topic('COMMENT_ADDED', { payload })], schema);
    expect(event?.isWhole).toBe(true);
    expect(event?.payload).toMatchObject({
      id: 'id',
      author: { name: 'ada@example.com' },
      tags: ['https://example.com/'],
    });
  });

  it.each([
    ['refuses all of it', z.object({ code: z.string().regex(/^[A-Z]{3}-\d{4}$/) })],
    ['is about several fields at once', z.object({ a: z.string() }).refine(() => false)],
    [
      'throws',
      z.object({
        a: z.custom(() => {
          throw new Error('no');
        }),
      }),
    ],
  ])('is to be filled in when a schema %s', async (_name, inner) => {
    expect(
      await sampleEvent([topic('NOTED', { payload: silent(inner), keys: ['a'] })], schema),
    ).toEqual({
      topic: 'NOTED',
      payload: {},
      isWhole: false,
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
