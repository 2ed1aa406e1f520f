import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FanoutTask } from './ports.ts';
import { decodeTask, encodeTask } from './task-codec.ts';

const text = fc.string({ unit: 'binary' });
const reference = fc.oneof(fc.record({ json: text }), fc.record({ hash: text }));
const nullable = fc.option(text, { nil: null });

const subscriber = fc.record({
  connectionId: fc.string({ minLength: 1 }),
  operationId: text,
  rowId: text,
  messageId: text,
  subprotocol: fc.constantFrom('graphql-transport-ws' as const, 'graphql-ws' as const),
  documentHash: text,
  operationName: nullable,
  variables: reference,
  deliverySession: reference,
  expiresAt: fc.option(fc.nat(), { nil: null }),
  callbackUrl: nullable,
  topicCount: fc.nat(),
});

const task: fc.Arbitrary<FanoutTask> = fc.record({
  v: fc.constant(1 as const),
  event: fc.record({ text, messageId: text, publishedAtMs: fc.nat() }),
  hops: fc.nat(),
  work: fc.oneof(
    fc.record({
      kind: fc.constant('keys' as const),
      keys: fc.array(fc.record({ topic: text, cursor: nullable })),
    }),
    fc.record({ kind: fc.constant('subscribers' as const), subscribers: fc.array(subscriber) }),
  ),
});

describe('decodeTask', () => {
  it('gives back what was encoded', () => {
    fc.assert(
      fc.property(task, (encoded) => {
        expect(decodeTask(encodeTask(encoded))).toEqual({ ok: true, task: encoded });
      }),
    );
  });

  it('never throws, whatever the text is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (anything) => {
        expect(decodeTask(anything)).toMatchObject({ ok: false, detail: expect.any(String) });
      }),
      { numRuns: 1_000 },
    );
  });

  it('refuses a task that lacks or garbles a part, without repeating it', () => {
    const whole = {
      v: 1,
      event: { text: 'secret', messageId: 'm', publishedAtMs: 1 },
      hops: 0,
      work: { kind: 'keys', keys: [{ topic: 't', cursor: null }] },
    };
    expect(decodeTask(JSON.stringify(whole)).ok).toBe(true);
    for (const garbled of [
      { ...whole, v: 2 },
      { ...whole, hops: -1 },
      { ...whole, event: { text: 'secret', messageId: 'm' } },
      { ...whole, work: { kind: 'secret', keys: [] } },
      { ...whole, work: { kind: 'subscribers', subscribers: [{ connectionId: 'secret' }] } },
      { ...whole, work: undefined },
    ]) {
      const decoded = decodeTask(JSON.stringify(garbled));
      expect(decoded.ok).toBe(false);
      expect(JSON.stringify(decoded)).not.toContain('secret');
    }
  });
});
