import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandResult, runCommand } from '../run-command.ts';
import { type PlanJson, planDigest } from './plan-digest.ts';

export interface StackOptions {
  readonly environmentsDir: string;
  /** A folder of that. */
  readonly environment: string;
  /** Where the state lies, under `skein/<environment>/terraform.tfstate`; null for a local file. */
  readonly stateBucket: string | null;
  /** Values of the environment's variables, as a JSON object; null for its defaults. */
  readonly variables: string | null;
}

export interface PlannedStack {
  readonly digest: string;
  readonly changes: 'some' | 'none';
  /** The plan as a person reads it; Terraform leaves sensitive values out. */
  text(): Promise<string>;
  /** Applies this very plan. */
  apply(): Promise<void>;
}

/** `terraform plan -detailed-exitcode` with and without changes. */
const [NO_CHANGES, CHANGES] = [0, 2];

/** Plans an environment, hands the plan over, and leaves nothing of it behind. */
export async function withPlan(
  options: StackOptions,
  use: (planned: PlannedStack) => Promise<void>,
): Promise<void> {
  const root = findRoot(options);
  const scratch = await mkdtemp(join(tmpdir(), 'skein-plan-'));
  const override = join(root, 'pipeline_override.tf');
  try {
    const backend = await prepareBackend(options, override);
    const terraform = createTerraform(root);
    await terraform.show([
      'init',
      '-input=false',
      '-lockfile=readonly',
      '-reconfigure',
      ...backend,
    ]);
    const file = join(scratch, 'plan');
    const variables = await prepareVariables(options, scratch);
    const { exitCode } = await terraform.show(
      [
        'plan',
        '-input=false',
        '-lock-timeout=5m',
        '-detailed-exitcode',
        `-out=${file}`,
        ...variables,
      ],
      [NO_CHANGES, CHANGES],
    );
    const json: PlanJson = JSON.parse(await terraform.read(['show', '-json', file]));
    await use({
      digest: planDigest(json),
      changes: exitCode === CHANGES ? 'some' : 'none',
      text: () => terraform.read(['show', '-no-color', file]),
      apply: async () => {
        await terraform.show(['apply', '-input=false', '-lock-timeout=5m', file]);
      },
    });
  } finally {
    await rm(override, { force: true });
    await rm(scratch, { recursive: true });
  }
}

function findRoot({ environmentsDir, environment }: StackOptions): string {
  const root = join(environmentsDir, environment);
  if (/^\w+$/.test(environment) && existsSync(root)) return root;
  throw new Error(`There is no environment "${environment}" in ${environmentsDir}`);
}

/** An override file puts the state into the bucket, so that the environment's own files stay as they are. */
async function prepareBackend(
  { environment, stateBucket }: StackOptions,
  override: string,
): Promise<readonly string[]> {
  if (stateBucket === null) return [];
  await writeFile(override, 'terraform {\n  backend "s3" {}\n}\n');
  const settings = {
    bucket: stateBucket,
    key: `skein/${environment}/terraform.tfstate`,
    use_lockfile: 'true',
  };
  return Object.entries(settings).map(([name, value]) => `-backend-config=${name}=${value}`);
}

async function prepareVariables(
  { variables }: StackOptions,
  scratch: string,
): Promise<readonly string[]> {
  if (variables === null) return [];
  const file = join(scratch, 'variables.tfvars.json');
  await writeFile(file, variables);
  return [`-var-file=${file}`];
}

function createTerraform(root: string) {
  const run = (
    args: readonly string[],
    output: 'return' | 'show',
    expect: readonly number[],
  ): Promise<CommandResult> =>
    runCommand({ command: 'terraform', args: [`-chdir=${root}`, ...args], output, expect });
  return {
    show: (args: readonly string[], expect: readonly number[] = [0]) => run(args, 'show', expect),
    read: async (args: readonly string[]) => (await run(args, 'return', [0])).stdout,
  };
}
