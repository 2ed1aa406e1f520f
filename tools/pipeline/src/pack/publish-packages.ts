import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runCommand } from '../run-command.ts';
import { dependenciesFirst, type PackedManifest } from './dependencies-first.ts';

export interface PublishOptions {
  /** Where the archives lie. */
  readonly dir: string;
  readonly rehearsal: 'yes' | 'no';
}

/**
 * Publishes every archive of a folder, with provenance, what others depend on first. A version that is there already is left
 * out: a run that ended half-way is run again. npm takes the workflow's identity for a credential: there is no token. A
 * version with a hyphen is not what people get who ask for none.
 */
export async function publishPackages({ dir, rehearsal }: PublishOptions): Promise<void> {
  const files = (await readdir(resolve(dir))).filter((file) => file.endsWith('.tgz')).sort();
  if (files.length === 0) throw new Error(`There are no archives in ${dir}`);
  const packed = await Promise.all(
    files.map(async (file) => {
      const archive = join(resolve(dir), file);
      return { archive, ...(await readManifest(archive)) };
    }),
  );
  for (const { archive, name, version } of dependenciesFirst(packed)) {
    if (rehearsal === 'no' && (await isPublished(name, version))) {
      console.log(`${name}@${version} is published already`);
      continue;
    }
    const options = rehearsal === 'yes' ? ['--dry-run', '--silent'] : ['--provenance'];
    const tag = version.includes('-') ? 'next' : 'latest';
    const args = ['publish', archive, '--access', 'public', '--tag', tag, ...options];
    await runCommand({ command: 'npm', args, output: 'show' });
    if (rehearsal === 'yes') console.log(`${name}@${version} would be published as ${tag}`);
  }
}

async function readManifest(archive: string): Promise<PackedManifest> {
  const args = ['-xzOf', archive, 'package/package.json'];
  const { stdout } = await runCommand({ command: 'tar', args, output: 'return' });
  return JSON.parse(stdout);
}

async function isPublished(name: string, version: string): Promise<boolean> {
  const args = ['view', `${name}@${version}`, 'version', '--silent'];
  // npm ends with 1 where it knows no such package, and with 0 and no text where it knows no such version.
  const { stdout } = await runCommand({ command: 'npm', args, expect: [0, 1], output: 'return' });
  return stdout.trim() !== '';
}
