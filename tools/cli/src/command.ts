import { parseArgs } from 'node:util';

export interface DevCommand {
  readonly name: 'dev';
  /** A module that exports `app`; null for the apps of the workspace. */
  readonly app: string | null;
  readonly port: number;
  readonly host: string;
  /** Where the table is kept between runs; null for memory. */
  readonly persist: string | null;
}

export type Command =
  | DevCommand
  | { readonly name: 'bundle'; readonly app: string | null }
  | { readonly name: 'help' };

/** What was typed makes no sense; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const DEFAULT_PORT = 4_000;
const DEFAULT_HOST = '127.0.0.1';

const FLAGS = {
  port: { type: 'string' },
  host: { type: 'string' },
  persist: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The flags that each command knows. */
const FLAGS_BY_COMMAND: Readonly<Record<string, readonly string[]>> = {
  dev: ['port', 'host', 'persist'],
  bundle: [],
};

type Values = ReturnType<typeof parse>['values'];

/** Reads a command line; flags go before `PORT` and `HOST` of the environment. Throws a UsageError. */
export function parseCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Command {
  const { values, positionals } = parse(args);
  const [name, app = null, ...more] = positionals;
  if (values.help === true || name === undefined) return { name: 'help' };

  const flags = FLAGS_BY_COMMAND[name];
  if (flags === undefined) throw new UsageError(`There is no command "${name}".`);
  const foreign = Object.keys(values).find((flag) => !flags.includes(flag));
  if (foreign !== undefined) throw new UsageError(`skein ${name} has no flag --${foreign}.`);
  if (more.length > 0)
    throw new UsageError(`skein ${name} takes one app, not "${more.join(' ')}" too.`);

  return name === 'dev' ? devCommand(app, values, env) : { name: 'bundle', app };
}

function devCommand(
  app: string | null,
  values: Values,
  env: Readonly<Record<string, string | undefined>>,
): DevCommand {
  return {
    name: 'dev',
    app,
    port: readPort(values.port || env.PORT || null),
    host: values.host || env.HOST || DEFAULT_HOST,
    persist: values.persist || null,
  };
}

function readPort(text: string | null): number {
  if (text === null) return DEFAULT_PORT;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new UsageError(`A port is a number from 0 to 65535, but "${text}" came.`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS, allowPositionals: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
