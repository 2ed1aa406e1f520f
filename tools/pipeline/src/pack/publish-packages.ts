import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runCommand } from '../run-command.ts';

export interface PublishOptions {
  /** Where the archives lie. */
  readonly dir: string;
  readonly rehearsal: 'yes' | 'no';
}

/**
 * Publishes every archive of a folder, with provenance. npm takes the workflow's identity for a credential: there is no
 * token. A version with a hyphen is not what people get who ask for none.
 */
export async function publishPackages({ dir, rehearsal }: PublishOptions): Promise<void> {
  const archives = (await readdir(resolve(dir))).filter((file) => file.endsWith('.tgz')).sort();
  if (archives.length === 0) throw new Error(`There are no archives in ${dir}`);
  for (const archive of archives) {
    const options = rehearsal === 'yes' ? ['--dry-run'] : ['--provenance'];
    const tag = /-\d+\.\d+\.\d+-/.test(archive) ? 'next' : 'latest';
    const args = ['publish', join(resolve(dir), archive), '--access', 'public', '--tag', tag];
    await runCommand({ command: 'npm', args: [...args, ...options], output: 'show' });
  }
}
