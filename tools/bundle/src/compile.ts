import { existsSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import type { ZipEntry } from './archive.ts';
import { BundleError, bundleErrorOf } from './bundle-error.ts';
import { fromHere } from './from-here.ts';
import { importChain } from './import-chain.ts';
import { packageCopies, portablePath, portableSourceMap } from './portable-path.ts';

/** One Lambda to bundle. */
export interface Entry {
  readonly name: string;
  /** The folder that paths in the source map are relative to, and that code without a file is resolved from. */
  readonly base: string;
  readonly source: { readonly file: string } | { readonly code: string };
}

/** One bundled Lambda. */
export interface Bundle {
  readonly name: string;
  /** What lies in its zip. */
  readonly files: readonly ZipEntry[];
  /** Every source file of which something is in it, `node_modules/<package>/...` for those of dependencies. */
  readonly inputs: readonly string[];
  /** Where these files really lie: which package, in which version, is told by the `package.json` above each. */
  readonly sourceFiles: readonly string[];
  /** Every file outside `node_modules` that was read, also those of which nothing is left: what a new bundle depends on. */
  readonly readFiles: readonly string[];
}

// Some dependencies are CommonJS and call require for Node's own modules; an ES module has none.
const BANNER = [
  "import { createRequire as __createRequire } from 'node:module';",
  'const require = __createRequire(import.meta.url);',
].join('');

export const SETTINGS = {
  bundle: true,
  metafile: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  // ES modules first: they can be tree-shaken, and each package comes in one form only.
  mainFields: ['module', 'main'],
  conditions: ['node', 'production'],
  define: { 'process.env.NODE_ENV': '"production"' },
  banner: { js: BANNER },
  minifyWhitespace: true,
  minifySyntax: true,
  // Node prints the source line of an uncaught error: one of 145 KB hides the message, and a closing pipe may cut it off.
  lineLimit: 200,
  // Names stay readable in stack traces: shorter ones load no faster, and keepNames, which restores them, costs 10 ms.
  minifyIdentifiers: false,
  sourcemap: 'linked',
  // Stack traces need positions only; the text would double the zip.
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'silent',
} as const satisfies BuildOptions;

/** Bundles one Lambda to `index.mjs` and its source map. Throws a BundleError that says where and what to do. */
export async function compile(entry: Entry): Promise<Bundle> {
  // Files are found by their real paths; relative to a link they would tell where it lies.
  const folder = realpathSync(entry.base);
  const result = await build({
    ...SETTINGS,
    ...input(entry),
    write: false,
    absWorkingDir: folder,
    outfile: 'index.mjs',
    plugins: plugins(folderOf(entry)),
  }).catch((failure) => {
    throw bundleErrorOf(failure, folder);
  });

  const paths = includedFiles(result.metafile);
  refuseCopies(entry.name, result.metafile, folder);
  requireHandler(entry, result.metafile);
  return {
    name: entry.name,
    files: result.outputFiles.map(({ path, text }) =>
      path.endsWith('.map')
        ? { name: 'index.mjs.map', text: portableSourceMap(text) }
        : { name: 'index.mjs', text },
    ),
    inputs: paths.map(portablePath).sort(),
    sourceFiles: paths.map((path) => resolve(folder, path)),
    readFiles: filesRead(result.metafile, folder),
  };
}

/** What every bundle of an application is resolved with; its graphql is the one of `resolveDir`. */
export const plugins = (resolveDir: string): Plugin[] => [
  handlerFactories(),
  oneGraphql(resolveDir),
];

const folderOf = ({ base, source }: Entry): string =>
  'file' in source ? dirname(source.file) : base;

/** The files that were read, but those of installed packages; code without a file is none. */
export function filesRead({ inputs }: Metafile, folder: string): readonly string[] {
  return Object.keys(inputs)
    .filter((path) => !/^<|(^|\/)node_modules\//.test(path))
    .map((path) => resolve(folder, path))
    .filter((path) => existsSync(path));
}

/** The files of which something is left after tree shaking. */
export function includedFiles({ outputs }: Metafile): readonly string[] {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  return inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
}

function input({ name, base, source }: Entry): Pick<BuildOptions, 'entryPoints' | 'stdin'> {
  if ('file' in source) return { entryPoints: [source.file] };
  const stdin = { contents: source.code, resolveDir: base, sourcefile: `${name}.ts` };
  return { stdin: { ...stdin, loader: 'ts' } };
}

/** An application that has no handlers installed beside it gets those of this package. */
function handlerFactories(): Plugin {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const seen = Symbol('resolved by handlerFactories');
  return {
    name: 'handler-factories',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /^@skein\/lambda\// }, async ({ path, kind, resolveDir, pluginData }) => {
        if (pluginData === seen) return null;
        const found = await resolve(path, { kind, resolveDir, pluginData: seen });
        if (found.errors.length === 0) return found;
        return resolve(path, { kind, resolveDir: here, pluginData: seen });
      });
    },
  };
}

/** Whoever imports graphql gets the application's: a schema of another copy fails graphql's instance checks. */
function oneGraphql(resolveDir: string): Plugin {
  const seen = Symbol('resolved by oneGraphql');
  return {
    name: 'one-graphql',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /^graphql(\/|$)/ }, async ({ path, kind, pluginData }) => {
        if (pluginData === seen) return null;
        const found = await resolve(path, { kind, resolveDir, pluginData: seen });
        // Where the application has none of its own, the importer's is the one.
        return found.errors.length > 0 ? null : found;
      });
    },
  };
}

/** Two copies fail each other's instance checks. Both are named, with who imports them. */
function refuseCopies(name: string, metafile: Metafile, folder: string): void {
  const paths = includedFiles(metafile);
  const copies = packageCopies(paths, 'graphql');
  if (copies.length < 2) return;
  const chains = copies.map((copy) => {
    const chain = importChain(metafile, {
      entry: entryOf(metafile),
      isTarget: (path) => path.startsWith(copy),
    });
    return `  ${resolve(folder, copy)}\n    by ${chain.join(' -> ')}`;
  });
  throw new BundleError(
    [
      `The bundle of ${name} would hold ${copies.length} copies of graphql, expected one:`,
      ...chains,
      "Import it as 'graphql' everywhere, never by a path; that is always the application's own copy.",
    ].join('\n'),
  );
}

export const entryOf = ({ outputs }: Metafile): string =>
  Object.values(outputs).find(({ entryPoint }) => entryPoint !== undefined)?.entryPoint ??
  '<stdin>';

function requireHandler({ source }: Entry, { outputs }: Metafile): void {
  if (!('file' in source)) return;
  const exported = Object.values(outputs).flatMap((output) => output.exports);
  if (exported.includes('handler')) return;
  const found = exported.length === 0 ? 'it exports nothing' : `it exports ${exported.join(', ')}`;
  throw new BundleError(
    `${fromHere(source.file)} is a Lambda and has to export \`handler\`, but ${found}.`,
  );
}
