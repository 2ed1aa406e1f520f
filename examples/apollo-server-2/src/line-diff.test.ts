import { describe, expect, it } from 'vitest';
import { lineDiff } from './line-diff.ts';

describe('lineDiff', () => {
  it.each([
    ['a\nb\n', 'a\nb', []],
    ['a\nb\nc', 'a\nc', ['-b']],
    ['a\nc', 'a\nb\nc', ['+b']],
    ['a\nb\nc', 'a\nx\nc', ['-b', '+x']],
    ['a', 'b\n\nc', ['-a', '+b', '+c']],
    ['x\na\nb\ny', 'a\nb', ['-x', '-y']],
  ])('of %j and %j is %j', (before, after, diff) => {
    expect(lineDiff(before, after)).toEqual(diff);
  });
});
