import { judge, type Needs } from './judge.ts';

export interface GateOptions {
  /** The JSON of GitHub's `needs` context. */
  readonly needs: string | undefined;
  /** Jobs that this event does not run, separated by commas. */
  readonly optional: string;
}

/** Prints what each job came to. Throws when one that counts did not succeed. */
export function runGate({ needs, optional }: GateOptions): void {
  const results = readNeeds(needs);
  for (const [job, { result }] of Object.entries(results)) console.log(`${job}: ${result}`);
  const failures = judge(results, optional.split(',').filter(Boolean));
  if (failures.length > 0) throw new Error(failures.join('; '));
}

function readNeeds(text: string | undefined): Needs {
  if (text === undefined || text === '')
    throw new Error('NEEDS is empty: expected the JSON of needs');
  return JSON.parse(text);
}
