import { execFile } from 'node:child_process';
import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The folder of Terraform's files. */
export const INFRA = fileURLToPath(new URL('../../../../infra', import.meta.url));

/** Whether this machine has Terraform. */
export async function hasTerraform(): Promise<boolean> {
  return run('terraform', ['version']).then(
    () => true,
    () => false,
  );
}

/** Copies Terraform's files, so that tests leave nothing in the checkout, beside the manifest of a build. */
export async function copyInfra(): Promise<string> {
  const directory = join(await mkdtemp(join(tmpdir(), 'skein-infra-')), 'infra');
  const filter = (source: string) => !/\.terraform$|\.tfstate|override\.tf$/.test(source);
  await cp(INFRA, directory, { recursive: true, filter });
  const manifest = join('modules', 'skein', 'tests', 'artifacts', 'manifest.json');
  await cp(join(INFRA, manifest), join(directory, '..', 'dist', 'manifest.json'));
  return directory;
}

/** Runs Terraform in a folder; rejects with what it said. */
export async function terraform(directory: string, ...args: string[]): Promise<string> {
  const { stdout } = await run('terraform', [`-chdir=${directory}`, ...args, '-no-color'], {
    env: { ...process.env, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' },
    maxBuffer: 16 * 1024 * 1024,
  }).catch((error: { readonly stdout?: string; readonly stderr?: string }) => {
    throw new Error(`terraform ${args.join(' ')}:\n${error.stdout ?? ''}${error.stderr ?? ''}`);
  });
  return stdout;
}
