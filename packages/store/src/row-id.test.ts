import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operationIdOf, operationRowId, topicRowId } from './row-id.ts';

describe('operationIdOf', () => {
  const ids = fc.string({
    unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  });

  it('gives back every operation id, of both kinds of rows', () => {
    fc.assert(
      fc.property(ids, fc.string(), fc.nat(), (operationId, messageId, n) => {
        const rowIds = [operationRowId(operationId), topicRowId(messageId, n, operationId)];
        for (const rowId of rowIds) {
          expect(rowId.isWellFormed()).toBe(true);
          expect(operationIdOf(rowId, messageId)).toBe(operationId);
        }
      }),
    );
  });

  it('is null of other rows', () => {
    expect(operationIdOf('connection', 'm')).toBeNull();
    expect(operationIdOf('document', 'm')).toBeNull();
    expect(operationIdOf('topic#other#1#1', 'm')).toBeNull();
  });

  it('keeps usual ids as they are', () => {
    expect(operationRowId('a-1')).toBe('operation#a-1');
    expect(topicRowId('m=', 2, 'a#1')).toBe('topic#m=#2#a#1');
  });
});
