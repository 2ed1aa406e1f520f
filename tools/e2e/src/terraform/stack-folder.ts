import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const WORKSPACE = fileURLToPath(new URL('../../../../', import.meta.url));

/** A copy of `infra` and `dist` in their places to each other. */
export interface StackFolder {
  /** A folder of `infra/environments`, file for file. */
  readonly environment: string;
  readonly dist: string;
}

/**
 * Copies Terraform's files and the zips, so that a run has a state of its own beside the unchanged environment, and
 * may change a zip. What Terraform itself keeps in a checkout is left behind, and somebody's own overrides.
 */
export async function copyStack(directory: string, environment = 'dev'): Promise<StackFolder> {
  await mkdir(directory, { recursive: true });
  await cp(join(WORKSPACE, 'infra'), join(directory, 'infra'), {
    recursive: true,
    filter: (source) => !/\.terraform$|\.tfstate|override\.tf$/.test(source),
  });
  await cp(join(WORKSPACE, 'dist'), join(directory, 'dist'), { recursive: true });
  return {
    environment: join(directory, 'infra', 'environments', environment),
    dist: join(directory, 'dist'),
  };
}
