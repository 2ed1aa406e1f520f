import { afterEach, describe, expect, it, vi } from 'vitest';
import { archive } from './archive.ts';

const a = { name: 'a.mjs', text: 'export const a = 1;' };
const b = { name: 'b.mjs', text: 'export const b = 2;' };

afterEach(() => vi.unstubAllEnvs());

describe('archive', () => {
  it('makes the same bytes when the files come in another order', async () => {
    expect(await archive([b, a])).toEqual(await archive([a, b]));
  });

  it('makes the same bytes when the machine is in another time zone', async () => {
    const here = await archive([a]);
    vi.stubEnv('TZ', 'Pacific/Kiritimati');
    vi.resetModules();
    const there = await import('./archive.ts');
    expect(new Date(0).getTimezoneOffset()).not.toBe(0);
    expect(await there.archive([a])).toEqual(here);
  });

  it('makes other bytes when a file differs', async () => {
    expect(await archive([{ ...a, text: 'export const a = 2;' }])).not.toEqual(await archive([a]));
  });
});
