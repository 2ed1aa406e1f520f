import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { WORKSPACE } from '../workspace.ts';
import { pendingChangesets } from './run-changesets.ts';
import { findSourcePackages } from './source-package.ts';

/** Throws unless a tag, `v1.2.3`, names the version of every package, and no change waits for a later one. */
export async function verifyTag(tag: string, root = WORKSPACE): Promise<void> {
  const packages = await findSourcePackages(root);
  const others = packages.filter(({ manifest }) => `v${manifest.version}` !== tag);
  if (others.length > 0) {
    const versions = others.map(({ manifest: { name, version } }) => `${name} is at ${version}`);
    throw new Error(`${tag} is not the version of every package: ${versions.join(', ')}`);
  }
  const pending = await pendingChangesets(root);
  if (pending.length > 0) {
    throw new Error(
      `These changes are of no version yet: ${pending.join(', ')}. Run "ship version"`,
    );
  }
}

export async function writeReleaseNotes(options: { readonly tag: string; readonly out: string }) {
  const { tag, out } = options;
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, await releaseNotes(tag.replace(/^v/, '')));
}

/** What a version brings, of all packages: each change once, in the words of its changeset. */
export async function releaseNotes(version: string, root = WORKSPACE): Promise<string> {
  const packages = await findSourcePackages(root);
  const changelogs = await Promise.all(
    packages.map(({ folder }) => readFile(join(root, folder, 'CHANGELOG.md'), 'utf8')),
  );
  const changes = changelogs.flatMap((changelog) => changesOf(changelog, version));
  if (changes.length === 0) throw new Error(`No changelog knows of a change in ${version}`);
  return `${[...new Set(changes)].join('\n\n')}\n`;
}

/** The list items below `## <version>`, without the headings between them. */
function changesOf(changelog: string, version: string): readonly string[] {
  const section = changelog.split(/^## /m).find((text) => text.startsWith(`${version}\n`)) ?? '';
  return section
    .split(/^(?=- )/m)
    .filter((text) => text.startsWith('- '))
    .map((text) => text.replace(/^### .*$/m, '').trim());
}
