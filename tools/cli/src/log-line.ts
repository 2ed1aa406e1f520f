/** What every line of a function's log has. */
export interface LogEntry {
  readonly level: string;
  readonly event: string;
  readonly [field: string]: unknown;
}

/** One line that a function printed, where it is an entry of a log. */
export interface LogLine {
  /** As the local system tags it, with the space after it. */
  readonly tag: string;
  readonly entry: LogEntry;
  /** Whether the function's handler wrote it, not the application with a log like it. */
  readonly isOurs: boolean;
}

/** Reads a line; null where it is none of a log: what an application prints, for instance. */
export function readLogLine(line: string): LogLine | null {
  const [, tag = '', name = '', json = ''] = /^(\[(\w+)\] )(\{.*\})$/.exec(line) ?? [];
  const entry = parse(json);
  return entry && { tag, entry, isOurs: entry.app === name };
}

function parse(json: string): LogEntry | null {
  try {
    const entry: unknown = JSON.parse(json);
    return isEntry(entry) ? entry : null;
  } catch {
    return null;
  }
}

const isEntry = (entry: unknown): entry is LogEntry =>
  typeof entry === 'object' &&
  entry !== null &&
  'level' in entry &&
  'event' in entry &&
  typeof entry.level === 'string' &&
  typeof entry.event === 'string';
