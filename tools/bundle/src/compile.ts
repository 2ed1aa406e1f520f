import { existsSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import type { ZipEntry } from './archive.ts';
import { BundleError, bundleErrorOf } from './bundle-error.ts';
import { fromHere } from './from-here.ts';
import { portablePath, portableSourceMap } from './portable-path.ts';
import { refuseCopies } from './single-copies.ts';

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

/** Bundles one Lambda. */
export async function compile(entry: Entry): Promise<Bundle> {
  const [bundle] = await compileAll([entry]);
  if (bundle === undefined) throw new Error(`No bundle of ${entry.name}`);
  return bundle;
}

/**
 * Bundles Lambdas, each to an `index.mjs` and its source map. All at once, since most of what they are made of is the same, and
 * byte for byte what each would be alone. Throws a BundleError that says where and what to do.
 */
export async function compileAll(entries: readonly Entry[]): Promise<readonly Bundle[]> {
  const [first] = entries;
  if (first === undefined) return [];
  // Files are found by their real paths; relative to a link they would tell where it lies.
  const folder = realpathSync(first.base);
  const { metafile, outputFiles } = await build({
    ...SETTINGS,
    entryPoints: entries.map((entry) => ({ in: entryPoint(entry), out: `${entry.name}/index` })),
    write: false,
    absWorkingDir: folder,
    outdir: OUT_DIR,
    outExtension: { '.js': '.mjs' },
    plugins: [generatedCode(entries), ...plugins([...entries.flatMap(ownFolder), folder])],
  }).catch((failure) => {
    throw bundleErrorOf(failure, folder);
  });

  const readFiles = filesRead(metafile, folder);
  return entries.map((entry) => {
    const output = outputOf(metafile, entry.name);
    const paths = includedFiles(output);
    refuseCopies(entry.name, { files: paths, entry: output.entryPoint ?? '', metafile, folder });
    requireHandler(entry, output);
    const place = resolve(folder, OUT_DIR, entry.name);
    return {
      name: entry.name,
      files: outputFiles
        .filter(({ path }) => dirname(path) === place)
        .map(({ path, text }) =>
          path.endsWith('.map')
            ? { name: 'index.mjs.map', text: portableSourceMap(text) }
            : { name: 'index.mjs', text },
        ),
      inputs: paths.map(portablePath).sort(),
      sourceFiles: paths.map((path) => resolve(folder, path)),
      readFiles,
    };
  });
}

/** Nothing is written there: it only keeps what is made of one entry apart from the others. */
const OUT_DIR = 'bundles';

/** What every bundle of an application is resolved with; its graphql is that of the first of these folders that has one. */
export const plugins = (folders: readonly string[]): Plugin[] => [
  handlerFactories(),
  oneGraphql([...new Set(folders)]),
];

type Output = Metafile['outputs'][string];

export function outputOf({ outputs }: Metafile, name: string): Output {
  const found = Object.entries(outputs).find(([path]) => path.endsWith(`${name}/index.mjs`));
  if (found === undefined) throw new Error(`No output for ${name}`);
  return found[1];
}

/** The files that were read, but those of installed packages; code without a file is none. */
function filesRead({ inputs }: Metafile, folder: string): readonly string[] {
  return Object.keys(inputs)
    .filter((path) => !/^<|(^|\/)node_modules\//.test(path))
    .map((path) => resolve(folder, path))
    .filter((path) => existsSync(path));
}

/** The files of which something is left after tree shaking. */
export function includedFiles({ inputs }: Output): readonly string[] {
  const included = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return included.map(([path]) => path);
}

/** The namespace of what has no file. */
export const GENERATED = 'generated';

const entryPoint = ({ name, source }: Entry): string =>
  'file' in source ? source.file : `${GENERATED}:${name}.ts`;

const ownFolder = ({ source }: Entry): readonly string[] =>
  'file' in source ? [dirname(source.file)] : [];

/** Gives entries that have no file their code. */
export function generatedCode(entries: readonly Entry[]): Plugin {
  const codes = new Map(
    entries.flatMap(({ name, base, source }) =>
      'code' in source ? [[`${name}.ts`, { contents: source.code, resolveDir: base }]] : [],
    ),
  );
  return {
    name: 'generated-code',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^${GENERATED}:`) }, ({ path }) => ({
        path: path.slice(GENERATED.length + 1),
        namespace: GENERATED,
      }));
      onLoad({ filter: /./, namespace: GENERATED }, ({ path }) => {
        const code = codes.get(path);
        return code === undefined ? null : { ...code, loader: 'ts' };
      });
    },
  };
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
function oneGraphql(folders: readonly string[]): Plugin {
  const seen = Symbol('resolved by oneGraphql');
  return {
    name: 'one-graphql',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /^graphql(\/|$)/ }, async ({ path, kind, pluginData }) => {
        if (pluginData === seen) return null;
        for (const resolveDir of folders) {
          const found = await resolve(path, { kind, resolveDir, pluginData: seen });
          if (found.errors.length === 0) return found;
        }
        // Where the application has none of its own, the importer's is the one.
        return null;
      });
    },
  };
}

function requireHandler({ source }: Entry, { exports }: Output): void {
  if (!('file' in source) || exports.includes('handler')) return;
  const found = exports.length === 0 ? 'it exports nothing' : `it exports ${exports.join(', ')}`;
  throw new BundleError(
    `${fromHere(source.file)} is a Lambda and has to export \`handler\`, but ${found}.`,
  );
}
