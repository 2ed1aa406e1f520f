import { addSummary, setOutput } from './report.ts';
import { type StackOptions, withPlan } from './stack.ts';

/** Plans an environment; the outputs `digest` and `changes` (some, none) are for who applies it. */
export async function plan(options: StackOptions): Promise<void> {
  await withPlan(options, async ({ digest, changes, text }) => {
    await addSummary(`Plan of ${options.environment}: ${digest.slice(0, 12)}`, await text());
    await setOutput('digest', digest);
    await setOutput('changes', changes);
  });
}
