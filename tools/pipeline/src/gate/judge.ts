export type JobResult = 'success' | 'failure' | 'cancelled' | 'skipped';

/** GitHub's `needs` context, as far as the gate reads it. */
export type Needs = Readonly<Record<string, { readonly result: JobResult }>>;

/**
 * Why a run may not land; empty where it may. A skipped job is a failure: a branch rule would count it as passed. Only an
 * optional job may be skipped, and not even that may fail.
 */
export function judge(needs: Needs, optional: readonly string[]): readonly string[] {
  const unknown = optional.filter((job) => !(job in needs));
  const jobs = Object.entries(needs);
  if (jobs.length === 0) return ['the gate needs no job'];
  return [
    ...unknown.map((job) => `${job} is optional, but no job of that name is needed`),
    ...jobs
      .filter(
        ([job, { result }]) => !mayLand(result, optional.includes(job) ? 'optional' : 'needed'),
      )
      .map(([job, { result }]) => `${job}: ${result}`),
  ];
}

function mayLand(result: JobResult, kind: 'needed' | 'optional'): boolean {
  return result === 'success' || (kind === 'optional' && result === 'skipped');
}
