import type { SourceManifest } from './source-package.ts';

export interface PublishedManifestOptions {
  readonly manifest: SourceManifest;
  /** Of this and of every other package of the workspace. */
  readonly version: string;
  /** What `catalog:` stands for, by package. */
  readonly catalog: Readonly<Record<string, string>>;
  /** `<owner>/<name>` on GitHub, which npm compares with where a package's provenance says it is from; null elsewhere. */
  readonly repository: string | null;
  /** Of this package, in the repository. */
  readonly folder: string;
}

/** The `package.json` that goes to the registry: built files in place of sources, versions in place of `catalog:`. */
export function publishedManifest(
  options: PublishedManifestOptions,
): Readonly<Record<string, unknown>> {
  const { manifest, version, repository, folder } = options;
  const { name, description, keywords, license, type, sideEffects, engines, bin } = manifest;
  const { exports = {}, dependencies, peerDependencies, peerDependenciesMeta } = manifest;
  return {
    name,
    version,
    description,
    keywords,
    license,
    ...(repository !== null && whereabouts(repository, folder)),
    type,
    sideEffects,
    engines,
    bin,
    exports: {
      ...Object.fromEntries(
        Object.entries(exports).map(([path, source]) => [path, publishedExport(source)]),
      ),
      './package.json': './package.json',
    },
    dependencies: withVersions(dependencies, options),
    peerDependencies,
    peerDependenciesMeta,
  };
}

const whereabouts = (repository: string, folder: string) => ({
  homepage: `https://github.com/${repository}/tree/main/${folder}#readme`,
  bugs: `https://github.com/${repository}/issues`,
  repository: { type: 'git', url: `git+https://github.com/${repository}.git`, directory: folder },
});

/** Where a source file's JavaScript lies in the package. */
export const builtFile = (source: string): string =>
  source.replace(/^(\.\/)?src\//, '$1dist/').replace(/\.ts$/, '.js');

function publishedExport(source: string): Readonly<Record<string, string>> {
  const built = builtFile(source);
  return { types: built.replace(/\.js$/, '.d.ts'), default: built };
}

function withVersions(
  dependencies: Readonly<Record<string, string>> = {},
  { version, catalog }: PublishedManifestOptions,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(dependencies).map(([name, range]) => {
      if (range.startsWith('workspace:')) return [name, version];
      if (!range.startsWith('catalog:')) return [name, range];
      const listed = catalog[name];
      if (listed === undefined) throw new Error(`The catalog has no ${name}`);
      return [name, caret(listed)];
    }),
  );
}

/** The catalog pins what is tested; an adopter may have any later one that promises to be compatible. */
const caret = (version: string): string => (/^\d/.test(version) ? `^${version}` : version);
