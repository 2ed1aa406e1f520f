import { cp, glob, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../run-command.ts';
import { WORKSPACE } from '../workspace.ts';

const CHANGESET = fileURLToPath(import.meta.resolve('@changesets/cli/bin.js'));

/** What changesets reads and writes; sources are neither. */
const VERSIONED = [
  '.changeset/*',
  'package.json',
  'pnpm-workspace.yaml',
  '{packages,tools,apps,examples}/*/{package.json,CHANGELOG.md}',
  'tools/local/console/package.json',
];

/** Turns the pending changesets of a workspace, or of a copy of it, into the next version and its changelogs. */
export async function versionPackages(root: string): Promise<void> {
  const args = [CHANGESET, 'version'];
  await runCommand({ command: process.execPath, args, cwd: root, output: 'return' });
}

/** Copies what the next release changes, and makes that release there: the workspace stays as it is. */
export async function versionCopy(copy: string): Promise<void> {
  for (const pattern of VERSIONED) {
    for await (const file of glob(pattern, { cwd: WORKSPACE })) {
      await mkdir(dirname(join(copy, file)), { recursive: true });
      await cp(join(WORKSPACE, file), join(copy, file));
    }
  }
  await versionPackages(copy);
}

/** Changes that are described and not yet part of a version. */
export async function pendingChangesets(root: string): Promise<readonly string[]> {
  const files = await readdir(join(root, '.changeset'));
  return files.filter((file) => file.endsWith('.md') && file !== 'README.md').sort();
}
