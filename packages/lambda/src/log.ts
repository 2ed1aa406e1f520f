import type { Log, LogFields } from '@skein/pubsub';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

const RANK = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 } as const;

export interface LogOptions {
  readonly level: LogLevel;
  /** Which Lambda writes. */
  readonly app: string;
  /** @default a line on standard output */
  readonly write?: (line: string) => void;
  readonly now?: () => Date;
}

/** One JSON object a line: time, level, app, event, fields. Errors become their name, message and stack. */
export const createLog = ({
  level,
  app,
  // Not console: Lambda's own would wrap a JSON line in another one.
  write = (line) => void process.stdout.write(`${line}\n`),
  now = () => new Date(),
}: LogOptions): Log => {
  const at =
    (of: Exclude<LogLevel, 'silent'>) =>
    (event: string, fields: LogFields = {}) => {
      if (RANK[of] < RANK[level]) return;
      write(jsonLine({ time: now().toISOString(), level: of, app, event }, fields));
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
};

/** A line must never fail what it tells of: fields that are no JSON are named instead. */
const jsonLine = (head: LogFields, fields: LogFields): string => {
  try {
    return JSON.stringify({ ...head, ...fields }, plain);
  } catch {
    return JSON.stringify({ ...head, unloggable: Object.keys(fields) });
  }
};

/** How deep a chain of causes is followed. */
const MAX_CAUSES = 3;

const plain = (_name: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return String(value);
  return value instanceof Error ? plainError(value, MAX_CAUSES) : value;
};

const plainError = ({ name, message, stack, cause }: Error, causes: number): object => ({
  name,
  message,
  stack,
  ...(cause instanceof Error && causes > 0 ? { cause: plainError(cause, causes - 1) } : {}),
});
