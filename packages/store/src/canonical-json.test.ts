import type { Json } from '@skein/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

describe('canonicalJson', () => {
  it('is equal for equal values in another order of keys', () => {
    expect(canonicalJson({ b: 1, a: { d: [{ f: 1, e: 2 }], c: null } })).toBe(
      '{"a":{"c":null,"d":[{"e":2,"f":1}]},"b":1}',
    );
  });

  it('keeps the order of lists', () => {
    expect(canonicalJson([3, 1, 2])).toBe('[3,1,2]');
  });

  it('keeps every value, whatever its keys', () => {
    const values = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(values, (value) => {
        const text = JSON.stringify(value);
        expect(JSON.parse(canonicalJson(JSON.parse(text) as Json))).toEqual(JSON.parse(text));
      }),
      { numRuns: 50 },
    );
    const prototype = JSON.parse('{"__proto__":1,"a":2}') as Json;
    expect(canonicalJson(prototype)).toBe('{"__proto__":1,"a":2}');
  });
});
