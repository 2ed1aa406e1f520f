import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Emulator } from './emulator/emulator.ts';
import { preparePython } from './emulator/python-environment.ts';
import { runCommand } from './run-command.ts';
import { bundleOwnSchema } from './terraform/example-folder.ts';
import { copyStack } from './terraform/stack-folder.ts';
import { createTerraform, type Terraform } from './terraform/terraform.ts';
import type { Note, Transcript } from './transcript.ts';

const ORDERS_TABLE_ARN = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders';

interface Examples {
  readonly emulator: Emulator;
  readonly runDirectory: string;
  readonly transcript: Transcript;
}

/** Applies each example on an emulator, plans it again, and destroys it. */
export async function tryExamples(examples: Examples): Promise<void> {
  const { transcript, runDirectory } = examples;
  await transcript.step('smallest, and producer in another stack', async (note) => {
    const smallest = await apply(examples, 'smallest', {}, note);
    const { events_topic_arn, producer_policy_json } = await smallest.output();
    const given = { events_topic_arn, producer_policy_json };
    const producer = await apply(examples, 'producer', given, note);
    await producer.destroy();
    await smallest.destroy();
    note('both are destroyed');
  });
  await transcript.step('own-schema: zips of a folder outside the workspace', async (note) => {
    const zips = await bundleOwnSchema(join(runDirectory, 'adopter'));
    const given = { zips, orders_table_arn: ORDERS_TABLE_ARN };
    const stack = await apply(examples, 'own-schema', given, note);
    await stack.destroy();
  });
  await transcript.step('boundary-and-key', async (note) => {
    const stack = await apply(examples, 'boundary-and-key', {}, note);
    await stack.destroy();
  });
  await transcript.step('artifacts-in-s3', (note) => fromS3(examples, note));
}

async function fromS3(examples: Examples, note: Note): Promise<void> {
  const bucket = 'skein-artifacts';
  const { terraform, directory, dist } = await prepare(examples, 'artifacts-in-s3', { bucket });
  const aws = join(await preparePython('aws-cli'), 'aws');
  const env = {
    ...process.env,
    ...examples.emulator.environment,
    PATH: `${dirname(aws)}:${process.env.PATH ?? ''}`,
  };
  const listing = async () =>
    (await runCommand({ command: aws, args: ['s3', 'ls', '--recursive', bucket], env })).stdout;
  await runCommand({ command: aws, args: ['s3', 'mb', `s3://${bucket}`], env });
  const upload = { command: join(directory, 'upload.sh'), args: [bucket, dist], env };
  await runCommand(upload);
  const first = await listing();
  await runCommand(upload);
  if ((await listing()) !== first) throw new Error('an equal build was uploaded again');
  note(`upload.sh: ${first.trim().split('\n').length} objects; an equal build adds none`);
  await applyOnce(terraform, 'artifacts-in-s3', note);
  note(`destroyed: ${await terraform.destroy()}`);
}

async function apply(
  examples: Examples,
  name: string,
  variables: Readonly<Record<string, unknown>>,
  note: Note,
): Promise<Terraform> {
  const { terraform } = await prepare(examples, name, variables);
  return applyOnce(terraform, name, note);
}

async function applyOnce(terraform: Terraform, name: string, note: Note): Promise<Terraform> {
  await terraform.init();
  note(`${name}: ${await terraform.apply()}`);
  return terraform;
}

async function prepare(
  { emulator, runDirectory }: Examples,
  name: string,
  variables: Readonly<Record<string, unknown>>,
) {
  const scratch = join(runDirectory, name);
  await mkdir(scratch, { recursive: true });
  const folder = await copyStack(join(scratch, 'workspace'));
  const directory = join(scratch, 'workspace', 'infra', 'examples', name);
  const { environment } = emulator;
  const terraform = await createTerraform({ directory, scratch, variables, environment });
  return { terraform, directory, dist: folder.dist };
}
