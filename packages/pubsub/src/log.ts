/**
 * Takes structured log lines: a fixed event name and fields. Never payloads, tokens or variables.
 * The names of fields are one vocabulary over all packages: `connectionId`, `operationId`, `eventId`, `topic`, `error`.
 */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** What a log line holds beside its event's name. */
export interface LogFields {
  readonly [name: string]: unknown;
}

const ignore = (): void => undefined;

/** Takes lines and drops them. */
export const silentLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
