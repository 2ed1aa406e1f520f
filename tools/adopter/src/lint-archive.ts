import { readFile } from 'node:fs/promises';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

/** Everything that publint says of an archive, suggestions too. */
export async function publintProblems(archive: string): Promise<readonly string[]> {
  const bytes = await readFile(archive);
  const tarball = Uint8Array.from(bytes).buffer;
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
  return messages.map((message) => formatMessage(message, pkg) ?? message.code);
}

/** Those of importers that can't import ES modules at all, which the packages are. */
const OF_OTHER_IMPORTERS = new Set(['node10', 'node16-cjs']);

/** What "Are the types wrong?" finds, as in its profile `esm-only`. */
export async function typesProblems(archive: string): Promise<readonly string[]> {
  const result = await checkPackage(createPackageFromTarballData(await readFile(archive)));
  if (!result.types) return ['there are no types'];
  return result.problems.flatMap((problem) => {
    const importer = 'resolutionKind' in problem ? problem.resolutionKind : 'every';
    return OF_OTHER_IMPORTERS.has(importer) ? [] : [`${problem.kind} ${JSON.stringify(problem)}`];
  });
}
