import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { StoreError } from './store-error.ts';

describe('decodeCursor', () => {
  it('gives back every position', () => {
    const positions = fc.record({ connectionId: fc.string(), rowId: fc.string() });
    fc.assert(
      fc.property(positions, (position) => {
        const cursor = encodeCursor(position);
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(decodeCursor(cursor)).toEqual(position);
      }),
    );
  });

  it('throws nothing but a StoreError on any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeCursor(text)).toThrow(StoreError);
      }),
    );
  });
});
