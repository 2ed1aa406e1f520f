import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Emulator } from './emulator/emulator.ts';
import { preparePython } from './emulator/python-environment.ts';
import { runCommand } from './run-command.ts';
import { bundleOwnSchema } from './terraform/example-folder.ts';
import { copyStack } from './terraform/stack-folder.ts';
import { createTerraform, type Terraform } from './terraform/terraform.ts';
import type { Note, Transcript } from './transcript.ts';

/** The command that the workflows upload with. */
const PIPELINE = fileURLToPath(new URL('../../pipeline/src/main.ts', import.meta.url));

const ORDERS_TABLE_ARN = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders';

interface Examples {
  readonly emulator: Emulator;
  readonly runDirectory: string;
  readonly transcript: Transcript;
}

/** Applies each example on an emulator, and destroys it. */
export async function tryExamples(examples: Examples): Promise<void> {
  const { transcript } = examples;
  // Once, before two need it at the same time.
  await preparePython('aws-cli');
  await transcript.step('Each example is applied and destroyed, side by side', async (note) => {
    await Promise.all([
      smallestAndProducer(examples, note),
      ownSchema(examples, note),
      applyAndDestroy(examples, 'boundary-and-key', {}, note),
      customDomain(examples, note),
      fromS3(examples, note),
    ]);
  });
}

/** Two stacks: what the first tells is all that the second knows. */
async function smallestAndProducer(examples: Examples, note: Note): Promise<void> {
  const smallest = await apply(examples, 'smallest', {}, note);
  const { events_topic_arn, producer_policy_json } = await smallest.output();
  await applyAndDestroy(examples, 'producer', { events_topic_arn, producer_policy_json }, note);
  await smallest.destroy();
}

async function ownSchema(examples: Examples, note: Note): Promise<void> {
  const zips = await bundleOwnSchema(join(examples.runDirectory, 'adopter'));
  const given = { zips, orders_table_arn: ORDERS_TABLE_ARN };
  await applyAndDestroy(examples, 'own-schema', given, note);
}

async function customDomain(examples: Examples, note: Note): Promise<void> {
  const { stdout } = await runCommand({
    ...(await awsCli(examples)),
    args: [
      ...['route53', 'create-hosted-zone', '--name', 'example.com', '--caller-reference', 'e2e'],
      ...['--query', 'HostedZone.Id', '--output', 'text'],
    ],
  });
  const given = { domain_name: 'ws.example.com', zone_id: stdout.trim().split('/').at(-1) };
  await applyAndDestroy(examples, 'custom-domain', given, note);
}

async function fromS3(examples: Examples, note: Note): Promise<void> {
  const bucket = 'skein-artifacts';
  const { terraform, dist } = await prepare(examples, 'artifacts-in-s3', { bucket });
  const aws = await awsCli(examples);
  const zips = async () => {
    const args = ['s3', 'ls', '--recursive', bucket];
    const { stdout } = await runCommand({ ...aws, args });
    return stdout.split('\n').filter((line) => line.endsWith('.zip'));
  };
  const upload = {
    command: process.execPath,
    args: [PIPELINE, 'upload', '--bucket', bucket, '--dist', dist],
    env: aws.env,
  };
  await runCommand({ ...aws, args: ['s3', 'mb', `s3://${bucket}`] });
  await runCommand(upload);
  const first = await zips();
  await runCommand(upload);
  // Each line has the time at which its zip was put.
  if ((await zips()).join() !== first.join()) throw new Error('an equal build was uploaded again');
  note(`upload: ${first.length} zips; an equal build adds none`);
  await applyOnce(terraform, 'artifacts-in-s3', note);
  note(`destroyed: ${await terraform.destroy()}`);
}

/** The AWS CLI, and the environment in which scripts find it and it finds the emulator. */
async function awsCli({ emulator }: Examples) {
  const bin = await preparePython('aws-cli');
  const PATH = `${bin}:${process.env.PATH ?? ''}`;
  const { environment } = emulator;
  const env = { ...process.env, ...environment, AWS_DEFAULT_REGION: environment.AWS_REGION, PATH };
  return { command: join(bin, 'aws'), env };
}

async function applyAndDestroy(
  examples: Examples,
  name: string,
  variables: Readonly<Record<string, unknown>>,
  note: Note,
): Promise<void> {
  const terraform = await apply(examples, name, variables, note);
  note(`${name}: ${await terraform.destroy()}`);
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
  return { terraform, dist: folder.dist };
}
