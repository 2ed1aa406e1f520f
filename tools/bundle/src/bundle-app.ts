import { existsSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { compile, type Entry } from './compile.ts';
import { type Manifest, writeDist } from './dist.ts';

export interface BundleAppOptions {
  /** A module that exports `app`, what `defineApp` returned. */
  readonly app: string;
  /** Gets `<handler>.zip` for each of the six handlers, and `manifest.json`. */
  readonly outDir: string;
}

interface Handler {
  readonly name: string;
  readonly factory: string;
  /** What the factory takes: connect and disconnect load an application's access alone. */
  readonly takes: 'app' | 'access';
}

/** The exports of a handler's module: a factory that is not there would show in a bundle only. */
type Exports<Module> = keyof Module & string;

const HANDLERS: readonly Handler[] = [
  {
    name: 'connect',
    factory: 'createConnectHandler' satisfies Exports<typeof import('@skein/lambda/connect')>,
    takes: 'access',
  },
  {
    name: 'disconnect',
    factory: 'createDisconnectHandler' satisfies Exports<typeof import('@skein/lambda/disconnect')>,
    takes: 'access',
  },
  {
    name: 'fanout',
    factory: 'createFanoutHandler' satisfies Exports<typeof import('@skein/lambda/fanout')>,
    takes: 'app',
  },
  {
    name: 'graphql',
    factory: 'createGraphqlHandler' satisfies Exports<typeof import('@skein/lambda/graphql')>,
    takes: 'app',
  },
  {
    name: 'message',
    factory: 'createMessageHandler' satisfies Exports<typeof import('@skein/lambda/message')>,
    takes: 'app',
  },
  {
    name: 'publisher',
    factory: 'createPublisherHandler' satisfies Exports<typeof import('@skein/lambda/publisher')>,
    takes: 'app',
  },
];

/** Bundles the six handlers of one application that has no handler files of its own. */
export async function bundleApp(options: BundleAppOptions): Promise<Manifest> {
  const bundles = await Promise.all(appEntries(options.app).map(compile));
  return writeDist(bundles, resolve(options.outDir));
}

/**
 * The six handlers of an application. connect and disconnect load `access` from the `access` module beside it where
 * there is one, so that they load no graphql, else `app.access`.
 */
export function appEntries(app: string): readonly Entry[] {
  const file = resolve(app);
  if (existsSync(file)) return HANDLERS.map((handler) => entry(handler, file));
  throw new Error(`No application at ${file}: expected a module that exports app`);
}

function entry(handler: Handler, app: string): Entry {
  const code = handler.takes === 'access' ? loadAccess(app) : loadApp(app);
  return {
    name: handler.name,
    base: dirname(app),
    source: {
      code: [
        `import { ${handler.factory} as create } from '@skein/lambda/${handler.name}';`,
        code,
        'export const handler = create(subject);',
      ].join('\n'),
    },
  };
}

const loadApp = (app: string): string => `import { app as subject } from './${basename(app)}';`;

function loadAccess(app: string): string {
  const access = `access${extname(app)}`;
  if (existsSync(join(dirname(app), access))) {
    return `import { access as subject } from './${access}';`;
  }
  return `import { app } from './${basename(app)}';\nconst subject = app.access;`;
}
