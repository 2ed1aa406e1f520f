import { describe, expect, it } from 'vitest';
import { assertFits } from './size.ts';

describe('assertFits', () => {
  const overhead = JSON.stringify({ text: '' }).length;

  it('takes 32 KB', () => {
    expect(() => assertFits({ text: 'x'.repeat(32_768 - overhead) })).not.toThrow();
  });

  it('counts bytes, not characters', () => {
    const text = 'ä'.repeat((32_768 - overhead) / 2 + 1);
    expect(() => assertFits({ text })).toThrow(
      /^expected a message of at most 32768 bytes, but it has 327[67]\d$/,
    );
  });
});
