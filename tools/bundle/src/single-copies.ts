import { resolve } from 'node:path';
import type { Metafile } from 'esbuild';
import { BundleError } from './bundle-error.ts';
import { importChain } from './import-chain.ts';
import { packageCopies } from './portable-path.ts';

/** Packages that a bundle holds once, and what to do where there are two: one copy does not know what belongs to the other. */
const SINGLE = {
  graphql:
    "Import it as 'graphql' everywhere, never by a path; that is always the application's own copy.",
  '@skein/pubsub':
    'Install skein and @skein/cli in one version: `npm ls @skein/pubsub` says who asks for which.',
} as const;

interface BundledFiles {
  /** The files of which something is in the bundle. */
  readonly files: readonly string[];
  /** Where imports start. */
  readonly entry: string;
  readonly metafile: Metafile;
  /** The folder that all these paths are relative to. */
  readonly folder: string;
}

/** Throws a BundleError where a bundle would hold two copies of a package that has to be there once: names them, with who imports each. */
export function refuseCopies(name: string, bundled: BundledFiles): void {
  for (const [single, advice] of Object.entries(SINGLE)) {
    const copies = packageCopies(bundled.files, single);
    if (copies.length < 2) continue;
    throw new BundleError(
      [
        `The bundle of ${name} would hold ${copies.length} copies of ${single}, expected one:`,
        ...copies.map((copy) => importedCopy(copy, bundled)),
        advice,
      ].join('\n'),
    );
  }
}

function importedCopy(copy: string, { entry, metafile, folder }: BundledFiles): string {
  const chain = importChain(metafile, { entry, isTarget: (path) => path.startsWith(copy) });
  return `  ${resolve(folder, copy)}\n    by ${chain.join(' -> ')}`;
}
