import { join } from 'node:path';
import { runCommand } from './run-command.ts';
import { WORKSPACE } from './workspace.ts';

/** Holds Terraform's files to checkov's rules. Rejects where a finding is not skipped in place, with its reason. */
export async function checkPolicies(): Promise<void> {
  const args = [join(WORKSPACE, 'tools', 'e2e', 'src', 'check-policies.ts')];
  await runCommand({ command: process.execPath, args, output: 'show' });
}
