import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../run-command.ts';
import { WORKSPACE } from '../workspace.ts';
import { preparePython } from './python-environment.ts';

const GITHUB = join(WORKSPACE, '.github');

/** Which of the schemas that check-jsonschema ships holds for what. */
const SCHEMAS: readonly { readonly schema: string; readonly files: readonly string[] }[] = [
  { schema: 'vendor.github-workflows', files: ['workflows/*.yml'] },
  // Every job has a timeout: a runner that hangs is paid for six hours.
  { schema: 'custom.github-workflows-require-timeout', files: ['workflows/*.yml'] },
  { schema: 'vendor.github-actions', files: ['actions/*/action.yml'] },
  { schema: 'vendor.dependabot', files: ['dependabot.yml'] },
  { schema: 'vendor.github-issue-config', files: ['ISSUE_TEMPLATE/config.yml'] },
  {
    schema: 'vendor.github-issue-forms',
    files: ['ISSUE_TEMPLATE/bug.yml', 'ISSUE_TEMPLATE/feature.yml'],
  },
];

/** Holds `.github` to the published schemas, then to zizmor's rules. Rejects at the first finding. */
export async function checkWorkflows(): Promise<void> {
  const bin = await preparePython();
  for (const { schema, files } of SCHEMAS) {
    const paths = (await Promise.all(files.map(expand))).flat();
    const args = ['--builtin-schema', schema, ...paths];
    await runCommand({ command: join(bin, 'check-jsonschema'), args, output: 'show' });
  }
  // Offline, so that it finds the same everywhere; pins are held by a test of ours.
  const args = ['--offline', '--no-progress', '--quiet', '--persona=pedantic', GITHUB];
  await runCommand({ command: join(bin, 'zizmor'), args, output: 'show' });
}

/** The files of a pattern with one `*`: the name of a folder or of a file. Rejects where there is none. */
async function expand(pattern: string): Promise<readonly string[]> {
  const [folder = '', rest = ''] = pattern.split('*', 2);
  if (!pattern.includes('*')) return [join(GITHUB, pattern)];
  const names = await readdir(join(GITHUB, folder));
  const paths = names.map((name) =>
    rest.startsWith('/') ? join(GITHUB, folder, name, rest) : join(GITHUB, folder, name),
  );
  const matching = paths.filter((path) => path.endsWith(rest) && existsSync(path));
  if (matching.length === 0) throw new Error(`No file matches .github/${pattern}`);
  return matching;
}
