import { describe, expect, it } from 'vitest';
import { pubsub } from './topics.ts';

const message = {
  id: 'm',
  from: 'ann',
  to: '42',
  text: 'hello',
  sentAt: '2026-01-31T12:00:00.000Z',
};

const receive = (payload: object) => pubsub.receive({ topic: 'MESSAGE_SENT', payload });

describe('messageSent', () => {
  // GraphQL, 3.5.5: an ID is serialised as a string, and may come as an integer.
  it.each([{ to: 42 }, { id: 7 }, { from: 7 }])(
    'is received by its ids as strings when a producer sends %j',
    async (numbers) => {
      const strings = Object.fromEntries(
        Object.entries(numbers).map(([name, value]) => [name, String(value)]),
      );
      expect(await receive({ ...message, ...numbers })).toMatchObject({
        ok: true,
        event: { payload: { ...message, ...strings }, keyValues: new Map([['to', '42']]) },
      });
    },
  );

  it.each([{ from: undefined }, { from: null }])(
    'is from nobody when a producer sends %j',
    async (from) => {
      expect(await receive({ ...message, ...from })).toMatchObject({
        ok: true,
        event: { payload: { ...message, from: null } },
      });
    },
  );

  it.each([
    { to: null },
    { to: undefined },
    { to: 4.5 },
    { to: true },
    { text: 5 },
    { text: null },
  ])('is refused when a producer sends %j', async (wrong) => {
    expect(await receive({ ...message, ...wrong })).toMatchObject({ ok: false });
  });

  it('drops what its type does not have', async () => {
    expect(await receive({ ...message, more: 1 })).toMatchObject({
      ok: true,
      event: { payload: message },
    });
  });
});
