import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { generate } from './generate.ts';

describe('generated.ts', () => {
  it('is what type-defs.ts makes: run `pnpm codegen` after a change', async () => {
    const committed = await readFile(new URL('generated.ts', import.meta.url), 'utf8');
    expect(committed).toBe(await generate());
  });
});
