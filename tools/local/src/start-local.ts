import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isLoopback } from './allowed-origin.ts';
import type { OwnApplication } from './current-application.ts';
import { FUNCTION_NAMES } from './functions.ts';
import { closeServer, listen } from './listen.ts';
import { type Reloaded, type SystemCode, startSystem } from './local-system.ts';
import { StartError } from './start-error.ts';

export interface StartLocalOptions {
  /** A module that exports `app`: it is checked, bundled and run. @default the zips in `distDir` */
  readonly app?: string;
  /** With `app`: a folder with handler files of its own. @default they are generated */
  readonly handlers?: string;
  /** 0 takes a free one. @default 4000 */
  readonly port?: number;
  /** The address to listen on. @default 127.0.0.1: this machine alone */
  readonly host?: string;
  /** Of GraphQL over HTTP. @default /graphql */
  readonly path?: string;
  /** Of the WebSocket API. @default /graphql */
  readonly subscriptionsPath?: string;
  /** The folder of the zips, or a promise of it: the emulators start while they are being made. @default the workspace's `dist` */
  readonly distDir?: string | Promise<string>;
  /** With `distDir`: whose zips these are, for the console page. @default null: the reference application's */
  readonly application?: OwnApplication | null | Promise<OwnApplication | null>;
  /** A folder that keeps the table over restarts. @default memory */
  readonly persist?: string;
  /** `LOG_LEVEL` of the Lambdas. @default warn */
  readonly logLevel?: string;
  /** An application's own variables, for all of its Lambdas. @default none */
  readonly variables?: Readonly<Record<string, string>>;
  /** Publishes `NUMBER_INCREMENTED` this often; null never. @default 1,000 without `app`, else null */
  readonly tickMs?: number | null;
  /** Gets what the Lambdas write, line by line and tagged, and what fails around them. @default standard output */
  readonly print?: (line: string) => void;
  /** Gets why clients do not get in, or not as whom they think, a line each: what their log does not say. @default nothing does */
  readonly notice?: (line: string) => void;
}

/** The running local system. */
export interface LocalSystem {
  /** Of GraphQL over HTTP. */
  readonly url: string;
  /** Of the WebSocket API. */
  readonly subscriptionsUrl: string;
  /** Publishes to the SNS topic: text as it is, anything else as JSON. */
  publish(message: unknown): Promise<void>;
  /**
   * Runs the application anew in the functions alone: sockets, table and queues stay, what runs ends as it began. Rejects,
   * and leaves everything as it is, where it can't be bundled or does not load. One reload at a time, in the order of calls.
   */
  reload(options?: ReloadOptions): Promise<Reloaded>;
  close(): Promise<void>;
}

/** What is other than before; with `app`, what has changed is bundled first. */
export interface ReloadOptions {
  /** @default the same folder, whose zips may have changed */
  readonly distDir?: string;
  /** @default the same */
  readonly application?: OwnApplication | null;
  /** @default the same */
  readonly variables?: Readonly<Record<string, string>>;
}

const DEFAULT_PORT = 4000;
const TICK_MS = 1000;

/** Built by the console's own package, beside this one. */
const CONSOLE_DIRECTORY = fileURLToPath(new URL('../console/dist', import.meta.url));
const WORKSPACE_DIST = fileURLToPath(new URL('../../../dist', import.meta.url));

/**
 * Starts the whole system on one port: the Lambdas from their zips behind an API Gateway data plane, with DynamoDB, SNS
 * and SQS emulated. Rejects with a `StartError` of one line when the port is busy or a zip is missing.
 */
export async function startLocal(options: StartLocalOptions = {}): Promise<LocalSystem> {
  const { app, host = '127.0.0.1', print = console.log } = options;
  const { path = '/graphql', subscriptionsPath = '/graphql' } = options;
  const { tickMs = app === undefined ? TICK_MS : null } = options;
  const closers: Array<() => Promise<void>> = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };

  try {
    // Clients that offer HTTP/2 (`Upgrade: h2c`) are answered as if they had not.
    const shouldUpgradeCallback = ({ headers }: IncomingMessage): boolean =>
      headers.upgrade?.toLowerCase() === 'websocket';
    const server = createServer({ shouldUpgradeCallback });
    closers.push(() => closeServer(server));
    // The port is taken before anything else, so that a busy one is known at once.
    const port = await listen(server, { port: options.port ?? DEFAULT_PORT, host });
    const source = createSource(options);
    closers.push(source.close);
    const code = source.make();
    code.catch(() => undefined); // awaited, and so reported, only once the emulators have started
    const system = await startSystem({
      server,
      port,
      host,
      path,
      subscriptionsPath,
      code,
      consoleDirectory: CONSOLE_DIRECTORY,
      persist: options.persist === undefined ? null : resolve(options.persist),
      logLevel: options.logLevel ?? 'warn',
      variables: options.variables ?? {},
      tickMs,
      print,
      notice: options.notice ?? null,
    });
    closers.push(system.close);
    const authority = `${isLoopback(host) ? 'localhost' : host}:${port}`;
    const url = `http://${authority}${path}`;
    const subscriptionsUrl = `ws://${authority}${subscriptionsPath}`;
    const publish = async (message: unknown): Promise<void> => {
      await system.publish(typeof message === 'string' ? message : JSON.stringify(message));
    };
    let { variables = {} } = options;
    const reload = async (next: ReloadOptions = {}) => {
      const replacing = { ...(await source.make(next)), variables: next.variables ?? variables };
      const reloaded = await system.reload(replacing);
      ({ variables } = replacing);
      return reloaded;
    };
    return { url, subscriptionsUrl, publish, reload, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What the functions are made of, as often as it is asked for. */
interface Source {
  make(next?: ReloadOptions): Promise<SystemCode>;
  close(): Promise<void>;
}

function createSource({ app, distDir, application, ...options }: StartLocalOptions): Source {
  if (app !== undefined) return createAppSource({ app, ...options });
  let folder = distDir ?? WORKSPACE_DIST;
  let current = application ?? null;
  return {
    make: async (next = {}) => {
      folder = next.distDir ?? folder;
      current = next.application === undefined ? current : next.application;
      const [directory, own] = await Promise.all([checkZips(folder), current]);
      return { distDir: directory, application: own };
    },
    close: async () => undefined,
  };
}

async function checkZips(directory: string | Promise<string>): Promise<string> {
  const distDir = resolve(await directory);
  const missing = FUNCTION_NAMES.filter((name) => !existsSync(join(distDir, `${name}.zip`)));
  if (missing.length === 0) return distDir;
  const names = missing.map((name) => `${name}.zip`).join(', ');
  throw new StartError(`${names} missing in ${distDir}: run npx pnpm bundle first.`);
}

/** Checks and bundles an application into a folder that is removed at the end. */
function createAppSource(options: StartLocalOptions & { readonly app: string }): Source {
  const { app, handlers = null, print = console.log } = options;
  const made = mkdtemp(join(tmpdir(), 'skein-bundle-'));
  return {
    make: async ({ variables = options.variables ?? {} } = {}) => {
      const { bundleApp, checkApp } = await import('@skein/bundle');
      const outDir = await made;
      const [check] = await Promise.all([
        checkApp({ app, env: variables }),
        bundleApp({ app, handlers, outDir }),
      ]);
      if (check.loaded === null) throw new StartError(check.errors.join('\n'));
      for (const problem of [...check.errors, ...check.warnings]) print(problem);
      return { distDir: outDir, application: { name: app, schema: check.loaded.schema } };
    },
    close: async () => rm(await made, { recursive: true, force: true }),
  };
}
