/** One resource that an apply would touch. */
export interface PlannedChange {
  readonly address: string;
  /** For example `update`, or `delete,create`. */
  readonly actions: string;
  /** The top-level attributes that differ, or whose value is known after the apply only. */
  readonly attributes: readonly string[];
}

interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly before: Readonly<Record<string, unknown>> | null;
      readonly after: Readonly<Record<string, unknown>> | null;
      readonly after_unknown: Readonly<Record<string, unknown>>;
    };
  }[];
}

/** Reads `terraform show -json <plan>`: the resources that would change, data sources left out. */
export function readPlan(json: string): readonly PlannedChange[] {
  const plan: PlanJson = JSON.parse(json);
  return (plan.resource_changes ?? [])
    .filter(({ change }) => !['no-op', 'read'].includes(change.actions.join()))
    .map(({ address, change: { actions, before, after, after_unknown } }) => {
      const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
      const unknown = Object.entries(after_unknown).flatMap(([name, value]) =>
        value === true ? [name] : [],
      );
      const changed = [...names].filter(
        (name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]),
      );
      const attributes = [...new Set([...changed, ...unknown])].sort();
      return { address, actions: actions.join(), attributes };
    });
}
