import { describe, expect, it } from 'vitest';
import { CHECKS } from './checks.ts';
import { readPages } from './page.ts';

describe('documentation', () => {
  const pages = readPages();

  it('is found', () => {
    expect(pages.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['README.md', 'docs/README.md', 'packages/skein/README.md']),
    );
  });

  it.for(Object.entries(CHECKS))('has %s', async ([, check]) => {
    expect(await check(pages)).toEqual([]);
  });
});
