import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../run-command.ts';
import { type PlannedChange, readPlan } from './plan.ts';

/** `unrefreshed` trusts the state, which takes half the time: nobody else has changed anything. @default refreshed */
type Refresh = 'refreshed' | 'unrefreshed';

/** A root module with its state. */
export interface Terraform {
  init(): Promise<void>;
  /** Resolves to how many resources were added, changed and destroyed, as Terraform says it. */
  apply(mode?: Refresh): Promise<string>;
  /** What another apply would do. */
  plan(mode?: Refresh): Promise<readonly PlannedChange[]>;
  /** Applies what was planned last. */
  applyPlan(): Promise<string>;
  output(): Promise<Readonly<Record<string, unknown>>>;
  destroy(): Promise<string>;
}

export interface TerraformOptions {
  /** The root module. */
  readonly directory: string;
  /** Where variables, plans and logs go. */
  readonly scratch: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string>>;
}

/** Drives Terraform on a root module, whose state lies beside it. */
export async function createTerraform(options: TerraformOptions): Promise<Terraform> {
  const { directory, scratch, variables, environment } = options;
  const variablesFile = join(scratch, 'variables.tfvars.json');
  const planFile = join(scratch, 'plan.tfplan');
  await writeFile(variablesFile, JSON.stringify(variables, null, 2));

  async function terraform(args: readonly string[], expect: readonly number[] = [0]) {
    return runCommand({
      command: 'terraform',
      args: [`-chdir=${directory}`, ...args],
      env: { ...terraformEnvironment(), ...environment },
      logFile: join(scratch, 'terraform.log'),
      expect,
    });
  }

  const unattended = ['-input=false', '-no-color', `-var-file=${variablesFile}`];
  return {
    init: async () => {
      await terraform(['init', '-input=false', '-no-color', '-lockfile=readonly']);
    },
    apply: async (mode = 'refreshed') => {
      const { stdout } = await terraform(['apply', '-auto-approve', refresh(mode), ...unattended]);
      return changed(stdout);
    },
    plan: async (mode = 'refreshed') => {
      const args = ['plan', '-detailed-exitcode', `-out=${planFile}`, refresh(mode), ...unattended];
      await terraform(args, [0, 2]); // 2: there are changes
      const { stdout } = await terraform(['show', '-json', planFile]);
      return readPlan(stdout);
    },
    applyPlan: async () => {
      const { stdout } = await terraform(['apply', '-input=false', '-no-color', planFile]);
      return changed(stdout);
    },
    output: async () => {
      const { stdout } = await terraform(['output', '-json']);
      const outputs: Record<string, { readonly value: unknown }> = JSON.parse(stdout);
      return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
    },
    destroy: async () => {
      const { stdout } = await terraform(['destroy', '-auto-approve', ...unattended]);
      return changed(stdout);
    },
  };
}

const refresh = (mode: Refresh): string => `-refresh=${mode === 'refreshed'}`;

const changed = (stdout: string): string => /Resources: (.*)\./.exec(stdout)?.[1] ?? '';

/** Another shell's variables of Terraform would change what is tested; how providers are found stays the machine's. */
function terraformEnvironment(): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('TF_VAR_') && name !== 'TF_WORKSPACE' && name !== 'TF_DATA_DIR',
  );
  return { ...Object.fromEntries(others), CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
}
