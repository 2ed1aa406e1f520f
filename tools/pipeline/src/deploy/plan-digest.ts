import { createHash } from 'node:crypto';

/** `terraform show -json` of a plan, as far as its digest reads it. */
export interface PlanJson {
  readonly resource_changes?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, Change>>;
}

interface ResourceChange {
  readonly address: string;
  readonly change: Change;
}

interface Change {
  readonly actions: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
  readonly after_unknown: unknown;
}

/**
 * A hash of all that a plan would change. Who approved one plan approved any other with its digest: so a plan is made anew
 * where it is applied, and the file of a plan, which may hold secrets, is kept nowhere.
 */
export function planDigest({ resource_changes = [], output_changes = {} }: PlanJson): string {
  const resources = resource_changes.map(({ address, change }) => ({ name: address, change }));
  const outputs = Object.entries(output_changes).map(([name, change]) => ({ name, change }));
  const changes = [...resources, ...outputs]
    .filter(({ change }) => !change.actions.every((action) => PASSIVE.has(action)))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, change: { actions, before, after, after_unknown } }) => ({
      name,
      actions,
      before,
      after,
      after_unknown,
    }));
  return createHash('sha256').update(JSON.stringify(changes, sortKeys)).digest('hex');
}

/** Nothing happens to what is only read or stays. */
const PASSIVE = new Set(['no-op', 'read']);

function sortKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
