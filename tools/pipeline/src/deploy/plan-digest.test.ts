import { describe, expect, it } from 'vitest';
import { type PlanJson, planDigest } from './plan-digest.ts';

const change = (address: string, after: unknown, actions: readonly string[] = ['update']) => ({
  address,
  change: { actions, before: null, after, after_unknown: {} },
});

const plan = (...resource_changes: NonNullable<PlanJson['resource_changes']>): PlanJson => ({
  resource_changes,
});

describe('planDigest', () => {
  it('is the same when the same changes come in another order', () => {
    const one = plan(change('a', { x: 1, y: 2 }), change('b', {}));
    expect(planDigest(plan(change('b', {}), change('a', { y: 2, x: 1 })))).toBe(planDigest(one));
  });

  it('is the same when something stays or is only read', () => {
    const one = plan(change('a', {}));
    const other = plan(
      change('a', {}),
      change('b', { c: 1 }, ['no-op']),
      change('d', {}, ['read']),
    );
    expect(planDigest(other)).toBe(planDigest(one));
  });

  it.each([
    ['a value', plan(change('a', { x: 2 }))],
    ['an action', plan(change('a', { x: 1 }, ['delete', 'create']))],
    ['an address', plan(change('b', { x: 1 }))],
    ['an output', { ...plan(change('a', { x: 1 })), output_changes: { o: change('', 1).change } }],
  ])('is another when %s differs', (_what, other) => {
    expect(planDigest(other)).not.toBe(planDigest(plan(change('a', { x: 1 }))));
  });
});
