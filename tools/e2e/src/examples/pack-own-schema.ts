import { cp, mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PIPELINE, runCommand } from '../run-command.ts';

const EXAMPLE = fileURLToPath(
  new URL('../../../../infra/examples/own-schema/src', import.meta.url),
);

/**
 * Builds the application of `infra/examples/own-schema` as its README says: in a folder outside the workspace, with the packages
 * installed from archives. Gives that folder; its `dist` holds the zips.
 */
export async function packOwnSchema(logFile: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'skein-adopter-'));
  const archives = join(directory, 'archives');
  await runCommand({
    ...{ command: process.execPath, logFile },
    args: [PIPELINE, 'pack', '--version', '0.0.0', '--out', archives],
  });
  const app = join(directory, 'app');
  await mkdir(app);
  await cp(EXAMPLE, join(app, 'src'), { recursive: true });
  await writeFile(join(app, 'package.json'), '{ "private": true, "type": "module" }\n');
  const files = (await readdir(archives)).map((file) => join(archives, file));
  const inApp = { cwd: app, logFile };
  await runCommand({
    ...{ ...inApp, command: 'npm' },
    args: ['install', '--no-audit', '--no-fund', 'graphql@16', ...files],
  });
  await runCommand({ ...inApp, command: 'npx', args: ['skein', 'bundle', 'src/app.ts'] });
  return app;
}
