import { describe, expect, it } from 'vitest';
import { checkWorkflows } from './check-workflows.ts';

describe('checkWorkflows', () => {
  it('finds nothing: schemas, and the rules of zizmor', async () => {
    await expect(checkWorkflows()).resolves.toBeUndefined();
  });
});
