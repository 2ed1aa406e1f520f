import type { Flags } from '../commands.ts';
import { required } from '../flags.ts';
import { ENVIRONMENTS_DIR } from '../workspace.ts';
import type { StackOptions } from './stack.ts';

/** Flags go before `STATE_BUCKET`; `TFVARS` holds the values of variables as JSON, since they are many. */
export function readOptions(
  flags: Flags,
  env: Readonly<Record<string, string | undefined>>,
): StackOptions {
  return {
    environmentsDir: ENVIRONMENTS_DIR,
    environment: required('environment', flags.environment),
    stateBucket: flags['state-bucket'] || env.STATE_BUCKET || null,
    variables: env.TFVARS || null,
  };
}
