import type { Metafile } from 'esbuild';

/** A file of an installed package, by the package's name. */
const PACKAGE = /^.*node_modules\/(?!\.pnpm\/)((?:@[^/]+\/)?[^/]+)\/.*$/;

/** An entry that has no file. */
const GENERATED = /^\w+:/;

/**
 * The shortest chain of imports from a file to one that is searched for: files of the application by their paths,
 * packages by their names. Empty where no import leads there.
 */
export function importChain(
  { inputs }: Metafile,
  { entry, isTarget }: { readonly entry: string; readonly isTarget: (path: string) => boolean },
): readonly string[] {
  const importer = new Map<string, string | null>([[entry, null]]);
  for (const path of importer.keys()) {
    if (isTarget(path)) return named(chainTo(path, importer));
    // A map goes on to what is added while it is walked: breadth first.
    for (const { path: imported } of inputs[path]?.imports ?? []) {
      if (!importer.has(imported)) importer.set(imported, path);
    }
  }
  return [];
}

function chainTo(path: string, importer: ReadonlyMap<string, string | null>): readonly string[] {
  const before = importer.get(path) ?? null;
  return before === null ? [path] : [...chainTo(before, importer), path];
}

const named = (paths: readonly string[]): readonly string[] => {
  const names = paths
    .filter((path) => !GENERATED.test(path))
    .map((path) => path.replace(PACKAGE, '$1'));
  return names.filter((name, index) => name !== names[index - 1]);
};
