import { join } from 'node:path';
import { preparePython } from '../emulator/python-environment.ts';
import type { Trial } from './example.ts';

/** The AWS CLI, and the environment in which scripts find it and it finds the emulator. */
export async function awsCli({ emulator }: Pick<Trial, 'emulator'>) {
  const bin = await preparePython('aws-cli');
  const PATH = `${bin}:${process.env.PATH ?? ''}`;
  const { environment } = emulator;
  const env = { ...process.env, ...environment, AWS_DEFAULT_REGION: environment.AWS_REGION, PATH };
  return { command: join(bin, 'aws'), env };
}
