import type { Attempt } from './attempt.ts';
import { preparePython } from './emulator/python-environment.ts';
import { awsCli } from './examples/aws-cli.ts';
import { applyAndDestroy, applyExample, prepareExample, type Trial } from './examples/example.ts';
import { fromS3 } from './examples/from-s3.ts';
import { useAuthorizer } from './examples/use-authorizer.ts';
import { useOwnSchema } from './examples/use-own-schema.ts';
import { runCommand } from './run-command.ts';

/** Applies each example on an emulator, uses those that clients can, and destroys it. */
export async function tryExamples({ emulator, runDirectory, transcript }: Attempt): Promise<void> {
  // Once, before two need it at the same time.
  await preparePython('aws-cli');
  await transcript.step('Each example is applied and destroyed, side by side', async (note) => {
    const trial: Trial = { emulator, runDirectory, note };
    const tried = await Promise.allSettled([
      smallestAndProducer(trial),
      useOwnSchema(trial),
      useAuthorizer(trial),
      applyAndDestroy(trial, 'boundary-and-key'),
      customDomain(trial),
      fromS3(trial),
    ]);
    const failed = tried.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  });
}

/** Two stacks: what the first tells is all that the second knows. */
async function smallestAndProducer(trial: Trial): Promise<void> {
  const smallest = await prepareExample(trial, 'smallest');
  await applyExample(trial, 'smallest', smallest);
  const { events_topic_arn, producer_policy_json } = await smallest.terraform.output();
  await applyAndDestroy(trial, 'producer', { events_topic_arn, producer_policy_json });
  trial.note(`smallest: ${await smallest.terraform.destroy()}`);
}

async function customDomain(trial: Trial): Promise<void> {
  const { stdout } = await runCommand({
    ...(await awsCli(trial)),
    args: [
      ...['route53', 'create-hosted-zone', '--name', 'example.com', '--caller-reference', 'e2e'],
      ...['--query', 'HostedZone.Id', '--output', 'text'],
    ],
  });
  const zone_id = stdout.trim().split('/').at(-1);
  await applyAndDestroy(trial, 'custom-domain', { domain_name: 'ws.example.com', zone_id });
}
