import { parseArgs } from 'node:util';
import type { BundleTarget } from './bundle-command.ts';
import type { CheckTarget } from './check-command.ts';
import type { CostedTraffic } from './cost/monthly-cost.ts';
import { nearest } from './nearest.ts';
import type { DeclaredLoad } from './preflight/needs.ts';
import { readNumber, readPositive } from './read-flags.ts';
import { readTraffic, TRAFFIC_FLAGS } from './read-traffic.ts';
import { UsageError } from './usage-error.ts';

export interface DevCommand {
  readonly name: 'dev';
  /** A module that exports `app`; null for the apps of the workspace. */
  readonly app: string | null;
  /** A folder with handler files of the application's own; null where all are generated. */
  readonly handlers: string | null;
  /** Files of variables. */
  readonly envFiles: readonly string[];
  readonly port: number;
  readonly host: string;
  /** Where the table is kept between runs; null for memory. */
  readonly persist: string | null;
}

export type Command =
  | DevCommand
  | ({ readonly name: 'bundle' } & BundleTarget)
  | ({ readonly name: 'check' } & CheckTarget)
  | { readonly name: 'cost'; readonly traffic: CostedTraffic }
  | { readonly name: 'preflight'; readonly load: DeclaredLoad }
  | { readonly name: 'help' };

const DEFAULT_PORT = 4_000;
const DEFAULT_HOST = '127.0.0.1';
/** A row of the index is at most 200 bytes beside variables and session. */
const DEFAULT_ROW_KB = 0.3;
/** The publisher's 1,769 MB. */
const DEFAULT_MEMORY_GB = 1.73;
const DEFAULT_STORM_SECONDS = 60;
const DEFAULT_HANDLER_MS = 100;
/** The publisher's, by default. */
const DEFAULT_RESERVED = 10;

const FLAGS = {
  port: { type: 'string' },
  host: { type: 'string' },
  persist: { type: 'string' },
  env: { type: 'string', multiple: true },
  handlers: { type: 'string' },
  out: { type: 'string' },
  'write-handlers': { type: 'string' },
  clients: { type: 'string' },
  subscriptions: { type: 'string' },
  events: { type: 'string' },
  'fan-out': { type: 'string' },
  'ping-seconds': { type: 'string' },
  'publisher-seconds': { type: 'string' },
  'payload-kb': { type: 'string' },
  'row-kb': { type: 'string' },
  'memory-gb': { type: 'string' },
  messages: { type: 'string' },
  'storm-seconds': { type: 'string' },
  'handler-ms': { type: 'string' },
  reserved: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The flags that each command knows. */
const FLAGS_BY_COMMAND: Readonly<Record<string, readonly string[]>> = {
  dev: ['port', 'host', 'persist', 'env', 'handlers'],
  bundle: ['out', 'env', 'handlers', 'write-handlers'],
  check: ['env'],
  cost: [...TRAFFIC_FLAGS, 'payload-kb', 'row-kb', 'memory-gb'],
  preflight: [...TRAFFIC_FLAGS, 'messages', 'storm-seconds', 'handler-ms', 'reserved'],
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
  const flags = flagsOf(name);
  const foreign = Object.keys(values).find((flag) => !flags.includes(flag));
  if (foreign !== undefined) throw unknownFlag(name, foreign);
  if (name === 'cost' || name === 'preflight') {
    if (app !== null) throw new UsageError(`skein ${name} takes flags only, not "${app}".`);
    return name === 'cost' ? costCommand(values) : preflightCommand(values);
  }
  if (more.length > 0)
    throw new UsageError(`skein ${name} takes one app, not "${more.join(' ')}" too.`);

  if (app === null) refuseAppFlags(name, values);
  switch (name) {
    case 'dev':
      return devCommand(app, values, env);
    case 'bundle':
      return bundleCommand(app, values);
    default:
      if (app === null) throw new UsageError('skein check takes an app: skein check src/app.ts');
      return { name: 'check', app, envFiles: values.env ?? [] };
  }
}

/** The apps of the workspace have handler files already. */
function refuseAppFlags(name: string, values: Values): void {
  const flag = (['handlers', 'write-handlers'] as const).find((one) => values[one] !== undefined);
  if (flag !== undefined) {
    throw new UsageError(
      `--${flag} needs an app: skein ${name} src/app.ts --${flag} ${values[flag]}`,
    );
  }
}

function bundleCommand(app: string | null, values: Values): Command {
  return {
    name: 'bundle',
    app,
    outDir: values.out || null,
    handlers: values.handlers || null,
    writeHandlers: values['write-handlers'] || null,
    envFiles: values.env ?? [],
  };
}

function costCommand(values: Values): Command {
  const traffic = {
    ...readTraffic(values),
    payloadKb: readNumber('payload-kb', values['payload-kb'], 1),
    rowKb: readNumber('row-kb', values['row-kb'], DEFAULT_ROW_KB),
    memoryGb: readNumber('memory-gb', values['memory-gb'], DEFAULT_MEMORY_GB),
  };
  return { name: 'cost', traffic };
}

function preflightCommand(values: Values): Command {
  const load = {
    ...readTraffic(values),
    messages: readNumber('messages', values.messages, 0),
    stormSeconds: readPositive('storm-seconds', values['storm-seconds'], DEFAULT_STORM_SECONDS),
    handlerSeconds: readNumber('handler-ms', values['handler-ms'], DEFAULT_HANDLER_MS) / 1_000,
    reserved: readNumber('reserved', values.reserved, DEFAULT_RESERVED),
  };
  return { name: 'preflight', load };
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
    handlers: values.handlers || null,
    envFiles: values.env ?? [],
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
    throw parseFailure(args, cause);
  }
}

/** What parseArgs says of a flag without its value is one line of several; of an unknown flag it knows no better one. */
function parseFailure(args: readonly string[], cause: unknown): UsageError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const [, flag] = /^Unknown option '--?([^']+)'/.exec(message) ?? [];
  const name = args.find((arg) => !arg.startsWith('-'));
  if (flag !== undefined && name !== undefined) return unknownFlag(name, flag);
  if (flag !== undefined) return new UsageError(`There is no flag --${flag}.`);
  const [first = message] = message.split('\n');
  return new UsageError(first, { cause });
}

/** The flags of a command. Throws a UsageError where there is no such command. */
function flagsOf(name: string): readonly string[] {
  const flags = Object.hasOwn(FLAGS_BY_COMMAND, name) ? FLAGS_BY_COMMAND[name] : undefined;
  if (flags !== undefined) return flags;
  const meant = nearest(name, Object.keys(FLAGS_BY_COMMAND));
  throw new UsageError(`There is no command "${name}"${didYouMean(meant && `skein ${meant}`)}`);
}

function unknownFlag(name: string, flag: string): UsageError {
  const meant = nearest(flag, flagsOf(name));
  return new UsageError(`skein ${name} has no flag --${flag}${didYouMean(meant && `--${meant}`)}`);
}

const didYouMean = (meant: string | null): string =>
  meant === null ? '.' : `: did you mean ${meant}?`;
