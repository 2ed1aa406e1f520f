import { existsSync, realpathSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { accessModule } from './access-module.ts';
import { bundleErrorOf } from './bundle-error.ts';
import { GENERATED, generatedCode, includedFiles, outputOf, plugins, SETTINGS } from './compile.ts';
import { fromHere } from './from-here.ts';
import { importChain } from './import-chain.ts';
import type { DeclaredTopic, SampleEvent } from './inspection/sample-event.ts';
import { loadBundle } from './load-bundle.ts';

export interface CheckAppOptions {
  /** A module that exports `app`, what `defineApp` returned. */
  readonly app: string;
  /** What the application finds in `process.env` while it is loaded. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends the check: it rejects with the signal's reason. @default nothing does */
  readonly signal?: AbortSignal;
}

/** What a check found. */
export interface AppCheck {
  /** Null where the application could not be used at all; `errors` then says why. */
  readonly loaded: LoadedApp | null;
  /** Why it could not be loaded, where it was itself what threw: variables that are missing on this machine, say. */
  readonly thrown: string | null;
  /** What can't work. */
  readonly errors: readonly string[];
  /** What works, though not as one would like. */
  readonly warnings: readonly string[];
}

/** What an application that loads tells of itself. */
export interface LoadedApp {
  /** Its schema, as SDL. */
  readonly schema: string;
  /** One on its first declared topic, to try it with; null where none is declared. */
  readonly event: SampleEvent | null;
  /** The topics that it declares. */
  readonly topics: readonly DeclaredTopic[];
}

/**
 * Loads an application once, in a process of its own, and looks for the usual mistakes. What they are is data; rejects
 * with a BundleError where there is no application to load, or it does not parse.
 */
export async function checkApp({ app, env, signal }: CheckAppOptions): Promise<AppCheck> {
  const file = findApp(app);
  const access = accessModule(file);
  const folder = await mkdtemp(join(realpathSync(tmpdir()), 'skein-check-'));
  try {
    const { bundle, chain } = await bundleForInspection(file, { access, folder });
    const names = { app: fromHere(file), access: access && fromHere(join(dirname(file), access)) };
    signal?.throwIfAborted();
    const inspection = await loadBundle({ bundle, names, env, folder, signal });
    signal?.throwIfAborted();
    const result = read(inspection);
    return {
      ...result,
      errors: [...result.errors, ...(chain === null ? [] : [accessLoadsGraphql(chain)])],
      warnings: [...result.warnings, ...(access === null ? [noAccessModule(file)] : [])],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Throws where there is no such file. */
export function findApp(app: string): string {
  const file = resolve(app);
  if (existsSync(file)) return file;
  throw new Error(`No application at ${fromHere(file)}: expected a module that exports app`);
}

function read(inspection: Awaited<ReturnType<typeof loadBundle>>): AppCheck {
  const unusable = { loaded: null, warnings: [], thrown: null };
  switch (inspection.outcome) {
    case 'threw':
      return { ...unusable, errors: [inspection.problem], thrown: inspection.problem };
    case 'unusable':
      return { ...unusable, errors: [inspection.problem] };
    case 'usable': {
      const { schema, event, topics, errors, warnings } = inspection;
      return { loaded: { schema, event, topics }, thrown: null, errors, warnings };
    }
  }
}

/**
 * As the Lambdas are bundled, but that source maps lead to the sources where they lie; and how access comes to load graphql,
 * null where it does not.
 */
async function bundleForInspection(
  app: string,
  { access, folder }: { readonly access: string | null; readonly folder: string },
): Promise<{ readonly bundle: string; readonly chain: readonly string[] | null }> {
  const base = realpathSync(dirname(app));
  const code = [
    `export * as app from ${JSON.stringify(`./${basename(app)}`)};`,
    access === null
      ? 'export const access = null;'
      : `export * as access from ${JSON.stringify(`./${access}`)};`,
    `export { inspectApp } from ${JSON.stringify(inspector())};`,
  ].join('\n');
  const entries = [{ in: `${GENERATED}:app.ts`, out: 'app/index' }];
  if (access !== null) entries.push({ in: join(base, access), out: 'access/index' });
  const { metafile } = await build({
    ...SETTINGS,
    entryPoints: entries,
    absWorkingDir: base,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    plugins: [generatedCode([{ name: 'app', base, source: { code } }]), ...plugins([base])],
  }).catch((failure) => {
    throw bundleErrorOf(failure, base);
  });
  const chain = access === null ? null : graphqlChain(metafile);
  return { bundle: join(folder, 'app/index.mjs'), chain };
}

/** The module that looks at the application from within its bundle: a source here, built where this package is installed. */
const inspector = (): string =>
  fileURLToPath(new URL(`./inspection/inspect-app${extname(import.meta.url)}`, import.meta.url));

function graphqlChain(metafile: Metafile): readonly string[] | null {
  const output = outputOf(metafile, 'access');
  const included = new Set(includedFiles(output));
  const isGraphql = (path: string) =>
    included.has(path) && /(^|\/)node_modules\/graphql\//.test(path);
  if (![...included].some(isGraphql)) return null;
  const entry = output.entryPoint ?? '';
  return importChain(keptImports(metafile, included), { entry, isTarget: isGraphql });
}

/** Without the files of which nothing is left: a chain through them would be none of the bundle's. */
function keptImports(metafile: Metafile, included: ReadonlySet<string>): Metafile {
  const kept = Object.entries(metafile.inputs).map(([path, input]) => {
    const imports = input.imports.filter(
      (to) => included.has(to.path) || importsOf(metafile, to.path),
    );
    return [path, { ...input, imports }] as const;
  });
  return { ...metafile, inputs: Object.fromEntries(kept) };
}

/** A file that only passes on what others export leaves nothing of its own. */
const importsOf = ({ inputs }: Metafile, path: string): boolean =>
  (inputs[path]?.imports.length ?? 0) > 0;

const accessLoadsGraphql = (chain: readonly string[]): string =>
  `connect and disconnect would load graphql, and start later than a client waits: ${chain.join(' -> ')}. Keep what access imports free of it: skein/access has topic, createPubSub and defineAccess.`;

const noAccessModule = (app: string): string =>
  `There is no access.ts beside ${fromHere(app)}, so connect and disconnect load the whole application, graphql with it, and start later. Move defineAccess (or apolloAccess) to an access.ts of its own, and import it from there.`;
