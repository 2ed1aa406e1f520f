import { cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runCommand } from '../run-command.ts';
import { WORKSPACE } from '../workspace.ts';
import type { StagedPackage } from './stage-packages.ts';

/** Makes the console page in the folder that it is given. */
const CONSOLE_BUILD = 'tools/local/console/build.ts';

/** Lambda environments are threads of this file, whose types are stripped when they start. */
const ENVIRONMENT_THREAD = 'lambda-host/environment-thread.ts';

/** Adds what `@skein/local` needs at run time beside its modules. */
export async function addAssets(packages: readonly StagedPackage[]): Promise<void> {
  const local = packages.find(({ name }) => name === '@skein/local');
  if (local === undefined) throw new Error('There is no @skein/local to add the console to');
  const { folder, source } = local;
  const args = [join(WORKSPACE, CONSOLE_BUILD), join(folder, 'console/dist')];
  await runCommand({ command: process.execPath, args, output: 'show' });
  const thread = join(folder, 'dist', ENVIRONMENT_THREAD);
  await mkdir(dirname(thread), { recursive: true });
  await cp(join(WORKSPACE, source, 'src', ENVIRONMENT_THREAD), thread);
}
