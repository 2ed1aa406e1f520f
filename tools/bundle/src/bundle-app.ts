import { dirname, resolve } from 'node:path';
import { findApp } from './check-app.ts';
import { compileAll, type Entry } from './compile.ts';
import { type Manifest, writeDist } from './dist.ts';
import { HANDLER_NAMES, handlerCode } from './handler-code.ts';
import { findHandlers } from './handler-files.ts';

export interface BundleAppOptions {
  /** A module that exports `app`, what `defineApp` returned. */
  readonly app: string;
  /** Gets `<handler>.zip` for each of the six handlers, and `manifest.json`. */
  readonly outDir: string;
  /** A folder with handler files of one's own, `connect.ts` say; the others are generated. @default none */
  readonly handlers?: string | null;
}

/** Bundles the six handlers of one application. */
export async function bundleApp({
  app,
  outDir,
  handlers = null,
}: BundleAppOptions): Promise<Manifest> {
  const entries = await appEntries(app, handlers);
  return writeDist(await compileAll(entries), resolve(outDir));
}

/** The six handlers of an application: those of the folder `handlers`, and the others generated. */
export async function appEntries(
  app: string,
  handlers: string | null = null,
): Promise<readonly Entry[]> {
  const file = findApp(app);
  const base = dirname(file);
  const own = handlers === null ? new Map<string, string>() : await findHandlers(handlers);
  return HANDLER_NAMES.map((name) => {
    const ownFile = own.get(name);
    const source =
      ownFile === undefined
        ? { code: handlerCode({ name, app: file, prefix: '.' }) }
        : { file: ownFile };
    return { name, base, source };
  });
}
