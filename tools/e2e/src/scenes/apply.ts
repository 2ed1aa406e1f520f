import { readApi } from '../gateway/read-api.ts';
import { type AppliedStack, readStackOutputs, type Stack } from '../stack.ts';
import { explainChanges } from '../terraform/emulator-gaps.ts';
import type { Note } from '../transcript.ts';

/** Applies a stack and puts its data plane before the API that Terraform made. */
export async function applyStack(stack: Stack, note: Note): Promise<AppliedStack> {
  await stack.terraform.init();
  note(`${stack.name}: ${await stack.terraform.apply()}`);
  const outputs = await readStackOutputs(stack);
  const api = await readApi(stack.aws, { apiId: outputs.api_id, stage: outputs.stage });
  const socketUrl = stack.gateway.serve(api);
  note(`${stack.name}: routes ${Object.keys(api.routes).sort().join(', ')} on ${socketUrl}`);
  return { ...stack, outputs, socketUrl };
}

/** Plans again; nothing may differ but what a named gap of the emulator explains. */
export async function requireCleanPlan(stack: Stack, note: Note): Promise<void> {
  const { explained, real } = explainChanges(await stack.terraform.plan());
  for (const text of explained) note(`${stack.name}: excepted: ${text}`);
  const found = real.map(({ address, attributes }) => `${address}: ${attributes.join(', ')}`);
  if (real.length > 0) throw new Error(`${stack.name} is not settled:\n${found.join('\n')}`);
  note(`${stack.name}: no other change`);
}
