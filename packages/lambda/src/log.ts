import type { Log, LogFields } from '@skein/pubsub';
import { createMetrics } from './metrics.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

const RANK = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 } as const;

export interface LogOptions {
  readonly level: LogLevel;
  /** Which Lambda writes. */
  readonly app: string;
  /** The namespace of metrics in CloudWatch; null makes none. @default null */
  readonly metricsNamespace?: string | null;
  /** @default a line on standard output */
  readonly write?: (line: string) => void;
  readonly now?: () => Date;
}

/**
 * One JSON object a line: time, level, app, event, fields. Errors become their name, message and stack. A line that is a
 * metric is written whatever the level, `silent` too; under it, with its numbers alone.
 */
export const createLog = ({
  level,
  app,
  metricsNamespace = null,
  // Not console: Lambda's own would wrap a JSON line in another one.
  write = (line) => void process.stdout.write(`${line}\n`),
  now = () => new Date(),
}: LogOptions): Log => {
  const metrics =
    metricsNamespace === null ? () => null : createMetrics({ namespace: metricsNamespace });
  const at =
    (of: Exclude<LogLevel, 'silent'>) =>
    (event: string, fields: LogFields = {}) => {
      const time = now();
      const measured = metrics(event, fields, time.getTime());
      const isLogged = RANK[of] >= RANK[level];
      if (!isLogged && measured === null) return;
      const head = { time: time.toISOString(), level: of, app, event };
      write(jsonLine(head, { fields: isLogged ? fields : {}, measured }));
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
};

/** The log of a Lambda, as its environment says. */
export const createHandlerLog = (
  app: string,
  environment: { readonly LOG_LEVEL: LogLevel; readonly METRICS_NAMESPACE: string | null },
): Log =>
  createLog({
    level: environment.LOG_LEVEL,
    app,
    metricsNamespace: environment.METRICS_NAMESPACE,
  });

/** A line must never fail what it tells of: fields that are no JSON are named instead. What is measured always is. */
const jsonLine = (
  head: LogFields,
  { fields, measured }: { readonly fields: LogFields; readonly measured: LogFields | null },
): string => {
  try {
    return JSON.stringify({ ...head, ...fields, ...measured }, plain);
  } catch {
    return JSON.stringify({ ...head, unloggable: Object.keys(fields), ...measured });
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
