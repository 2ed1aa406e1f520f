import { describe, expect, it } from 'vitest';
import { createOnce } from './once.ts';

describe('createOnce', () => {
  it('is true for each id once', () => {
    const isNew = createOnce();
    expect(['a', 'b', 'a', 'b'].map(isNew)).toEqual([true, true, false, false]);
  });

  it('forgets the oldest beyond its limit', () => {
    const isNew = createOnce(2);
    expect(['a', 'b', 'c', 'a', 'c'].map(isNew)).toEqual([true, true, true, true, false]);
  });
});
