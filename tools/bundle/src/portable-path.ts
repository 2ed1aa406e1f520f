const MODULES = 'node_modules/';

/**
 * A source path that says the same wherever the checkout and its package store lie: from the last `node_modules/` on for
 * a dependency, else below the bundle's base, without leading `../`.
 */
export function portablePath(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  const modules = slashed.lastIndexOf(MODULES);
  return modules === -1 ? slashed.replace(/^(\.\.?\/)+/, '') : slashed.slice(modules);
}

/** The same source map with portable paths in `sources`. */
export function portableSourceMap(text: string): string {
  const map: { readonly sources: readonly string[] } = JSON.parse(text);
  return JSON.stringify({ ...map, sources: map.sources.map(portablePath) });
}

/** The folders that a package comes from, of the files in a bundle. */
export function packageCopies(paths: readonly string[], name: string): readonly string[] {
  const folder = `${MODULES}${name}/`;
  const copies = paths.flatMap((path) => {
    const start = path.lastIndexOf(MODULES);
    return path.startsWith(folder, start) && start !== -1
      ? [path.slice(0, start + folder.length)]
      : [];
  });
  return [...new Set(copies)].sort();
}
