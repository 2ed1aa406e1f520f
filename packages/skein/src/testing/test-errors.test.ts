import { describe, expect, it } from 'vitest';
import { TestOperationError } from './test-errors.ts';

describe('TestOperationError', () => {
  it('says what came in place of an error when it is none', () => {
    const errors = [{ message: 'No' }, null, {}] as never;
    expect(new TestOperationError(errors)).toMatchObject({ message: 'No; null; {}', errors });
  });
});
