import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEnvelope } from './envelope.ts';

const schema: { readonly properties: object } = JSON.parse(
  readFileSync(new URL('envelope.schema.json', import.meta.url), 'utf8'),
);
const accepts = new Ajv2020({ strict: true }).compile(schema);

/** Whether both say the same of a value, and what. */
const verdictOf = (value: unknown): boolean => {
  const text = JSON.stringify(value);
  const { ok } = decodeEnvelope(text);
  expect([text, accepts(JSON.parse(text))]).toEqual([text, ok]);
  return ok;
};

/** Mostly what a member takes, and sometimes anything. */
const mostly = (good: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 4, arbitrary: good }, { weight: 1, arbitrary: fc.jsonValue() });

const keyValue = fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.boolean());
const keys = fc.dictionary(fc.string(), mostly(keyValue), { maxKeys: 3 });

const envelope = fc.record(
  {
    topic: mostly(fc.string()),
    payload: fc.jsonValue(),
    complete: mostly(keys),
    id: mostly(fc.string()),
    time: mostly(fc.string()),
    traceparent: mostly(fc.string()),
    scope: mostly(fc.string()),
    more: fc.jsonValue(),
  },
  { requiredKeys: [] },
);

describe('envelope.schema.json', () => {
  it('accepts exactly what decodeEnvelope does', () => {
    const verdicts = new Set<boolean>();
    fc.assert(
      fc.property(envelope, (value) => {
        verdicts.add(verdictOf(value));
      }),
      { numRuns: 2_000 },
    );
    expect(verdicts).toEqual(new Set([true, false]));
  });

  it('says the same of any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        verdictOf(value);
      }),
    );
  });

  it.each([
    [{ topic: 'A' }, true],
    [{ topic: 'A', payload: null }, true],
    [{ topic: 'A', payload: undefined, complete: {} }, true],
    [{ topic: 'A', complete: { to: '42', n: 42, all: true } }, true],
    [{ topic: 'A', payload: null, complete: {} }, false],
    [{ topic: 'A', complete: { to: null } }, false],
    [{ topic: 'A', complete: [] }, false],
    [{ topic: '' }, false],
    [{ payload: {} }, false],
    [{ topic: 'A', id: 1 }, false],
    [JSON.parse('{ "topic": "A", "complete": { "__proto__": {} } }'), false],
    [JSON.parse('{ "topic": "A", "__proto__": { "id": 1 } }'), true],
  ])('says the same of %j', (value, verdict) => {
    expect(verdictOf(value)).toBe(verdict);
  });

  it('describes every member', () => {
    for (const [name, member] of Object.entries(schema.properties))
      expect([name, member]).toEqual([
        name,
        expect.objectContaining({ description: expect.any(String) }),
      ]);
  });
});
