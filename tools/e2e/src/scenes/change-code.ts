import type { AppliedStack } from '../stack.ts';
import { explainChanges } from '../terraform/emulator-gaps.ts';
import { editZips, readZips, writeZips } from '../terraform/zips.ts';
import type { Note } from '../transcript.ts';

const APP = 'publisher';

/** Changes one function's code, and requires a plan of that function (and its alias) alone. */
export async function changeCode(stack: AppliedStack, note: Note): Promise<void> {
  const { dist } = stack.folder;
  const zips = await readZips(dist);
  await writeZips(
    dist,
    editZips(zips, (code, app) => (app === APP ? `${code}\n// changed\n` : code)),
  );
  const { real } = explainChanges(await stack.terraform.plan('unrefreshed'));
  for (const { address, attributes } of real) note(`${address}: ${attributes.join(', ')}`);
  const prefix = `module.skein.module.function["${APP}"].`;
  const expected = [`${prefix}aws_lambda_alias.this`, `${prefix}aws_lambda_function.this`];
  const planned = real.map(({ address }) => address).sort();
  if (planned.join() !== expected.join()) {
    throw new Error(`A change of ${APP}'s code plans: ${JSON.stringify(real, null, 2)}`);
  }
  note(`applied: ${await stack.terraform.applyPlan()}`);
}
