import { findResources } from '../aws/leftovers.ts';
import type { Stack } from '../stack.ts';
import type { Note } from '../transcript.ts';

/** Destroys a stack; nothing that bears its name may be left. */
export async function destroyStack(stack: Stack, note: Note): Promise<void> {
  note(`${stack.name}: ${await stack.terraform.destroy()}`);
  const left = await findResources(stack.aws, stack.name);
  if (left.length > 0) throw new Error(`${stack.name} left behind:\n${left.join('\n')}`);
  note(`${stack.name}: nothing is left`);
}
