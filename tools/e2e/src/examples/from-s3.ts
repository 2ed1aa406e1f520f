import { PIPELINE, runCommand } from '../run-command.ts';
import { awsCli } from './aws-cli.ts';
import { applyExample, prepareExample, type Trial } from './example.ts';

/** Zips in a bucket, uploaded as the workflows do it: an equal build adds none. */
export async function fromS3(trial: Trial): Promise<void> {
  const bucket = 'skein-artifacts';
  const name = 'artifacts-in-s3';
  const example = await prepareExample(trial, name, { bucket });
  const aws = await awsCli(trial);
  const zips = async () => {
    const args = ['s3', 'ls', '--recursive', bucket];
    const { stdout } = await runCommand({ ...aws, args });
    return stdout.split('\n').filter((line) => line.endsWith('.zip'));
  };
  const upload = {
    command: process.execPath,
    args: [PIPELINE, 'upload', '--bucket', bucket, '--dist', example.dist],
    env: aws.env,
  };
  await runCommand({ ...aws, args: ['s3', 'mb', `s3://${bucket}`] });
  await runCommand(upload);
  const first = await zips();
  await runCommand(upload);
  // Each line has the time at which its zip was put.
  if ((await zips()).join() !== first.join()) throw new Error('an equal build was uploaded again');
  trial.note(`${name}: ${first.length} zips uploaded; an equal build adds none`);
  await applyExample(trial, name, example);
  trial.note(`${name}: ${await example.terraform.destroy()}`);
}
