import { basename } from 'node:path';
import { accessModule } from './access-module.ts';

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

/** The Lambdas of an application. */
export const HANDLER_NAMES: readonly string[] = HANDLERS.map(({ name }) => name);

/**
 * The source of a handler. connect and disconnect load `access` from the `access` module beside the application where
 * there is one, so that they load no graphql, else `app.access`. `prefix` leads to the application's folder.
 */
export function handlerCode(options: {
  readonly name: string;
  readonly app: string;
  readonly prefix: string;
}): string {
  const handler = HANDLERS.find(({ name }) => name === options.name);
  if (handler === undefined) throw new Error(`There is no handler ${options.name}`);
  const { module, exported, subject } = subjectOf(handler, options.app);
  return [
    `import { ${handler.factory} } from '@skein/lambda/${handler.name}';`,
    `import { ${exported} } from ${quoted(`${options.prefix}/${module}`)};`,
    '',
    `export const handler = ${handler.factory}(${subject});`,
    '',
  ].join('\n');
}

/** As people write it, where nothing in it has to be escaped. */
function quoted(path: string): string {
  const literal = JSON.stringify(path);
  return literal === `"${path}"` && !path.includes("'") ? `'${path}'` : literal;
}

function subjectOf({ takes }: Handler, app: string) {
  const access = takes === 'access' ? accessModule(app) : null;
  if (access !== null) return { module: access, exported: 'access', subject: 'access' };
  const subject = takes === 'access' ? 'app.access' : 'app';
  return { module: basename(app), exported: 'app', subject };
}
