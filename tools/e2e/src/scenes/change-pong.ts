import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppliedStack } from '../stack.ts';
import { explainChanges } from '../terraform/emulator-gaps.ts';
import type { Note } from '../transcript.ts';

const FILE = '../../modules/websocket-api/variables.tf';
const PONG = '{ type = "pong" }';

/** Changes what `ping` is answered, in the stack's copy of the module: the plan must deploy it. */
export async function changePong(stack: AppliedStack, note: Note): Promise<void> {
  const file = join(stack.folder.environment, FILE);
  const before = await readFile(file, 'utf8');
  if (!before.includes(PONG)) throw new Error(`${file} holds no ${PONG}`);
  await writeFile(file, before.replace(PONG, '{ type = "pong", payload = { changed = true } }'));
  const { real } = explainChanges(await stack.terraform.plan('unrefreshed'));
  await writeFile(file, before);
  const planned = Object.fromEntries(
    real.map(({ address, actions }) => [address.split('.').slice(-2).join('.'), actions]),
  );
  for (const [address, actions] of Object.entries(planned)) note(`${address}: ${actions}`);
  const expected = {
    'aws_apigatewayv2_deployment.this': 'create,delete',
    'aws_apigatewayv2_integration_response.ping': 'update',
    'aws_apigatewayv2_stage.this': 'update',
  };
  if (JSON.stringify(Object.entries(planned).sort()) !== JSON.stringify(Object.entries(expected))) {
    throw new Error(`A changed answer to ping plans: ${JSON.stringify(real, null, 2)}`);
  }
}
