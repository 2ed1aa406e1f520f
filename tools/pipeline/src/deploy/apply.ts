import { addSummary } from './report.ts';
import { type StackOptions, withPlan } from './stack.ts';

/**
 * Plans an environment once more and applies it if the plan's digest is the approved one. Rejects, and changes nothing, if
 * it is another.
 */
export async function apply(options: StackOptions, approved: string): Promise<void> {
  await withPlan(options, async (planned) => {
    if (planned.digest !== approved) {
      throw new Error(
        `The plan is no longer the one that was approved (${approved}, now ${planned.digest}): something changed meanwhile. Plan again.`,
      );
    }
    await planned.apply();
    await addSummary(`Applied to ${options.environment}: ${approved.slice(0, 12)}`, 'done');
  });
}
