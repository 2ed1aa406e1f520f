/** What every line of a function's log has. */
interface LogEntry {
  readonly level: string;
  readonly event: string;
  readonly [field: string]: unknown;
}

/** What is known of a line already, or says nothing here: there is one function of a name, and it writes now. */
const LEFT_OUT = new Set(['time', 'level', 'app', 'event', 'message', 'error']);

/** What functions print, as people read it: log entries, which are JSON for CloudWatch, as lines; anything else as it is. */
export const readableOutput = (text: string): string =>
  text.split('\n').map(readableLine).join('\n');

function readableLine(line: string): string {
  const [, tag = '', json = ''] = /^(\[\w+\] )(\{.*\})$/.exec(line) ?? [];
  const entry = parse(json);
  if (entry === null) return line;
  const { level, event, message, error } = entry;
  const fields = Object.entries(entry)
    .filter(([name]) => !LEFT_OUT.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const words = [level, event, ...fields].join(' ');
  const said = [message, stackOf(error)].filter((text) => typeof text === 'string');
  return [`${tag}${words}`, ...said.map(indented)].join('\n');
}

function parse(json: string): LogEntry | null {
  try {
    const entry: unknown = JSON.parse(json);
    return isEntry(entry) ? entry : null;
  } catch {
    return null; // a line of the application's own
  }
}

const isEntry = (entry: unknown): entry is LogEntry =>
  typeof entry === 'object' &&
  entry !== null &&
  'level' in entry &&
  'event' in entry &&
  typeof entry.level === 'string' &&
  typeof entry.event === 'string';

/** Of an error as the log has it: with its causes, and without the frames of Node. */
function stackOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const { name, message, stack, cause } = error as Readonly<Record<string, unknown>>;
  const text = typeof stack === 'string' ? stack : `${name}: ${message}`;
  const own = text.split('\n').filter((line) => !/^\s+at .*node:internal\//.test(line));
  const before = stackOf(cause);
  return [...own, ...(before === null ? [] : [`caused by ${before}`])].join('\n');
}

const indented = (text: string): string => text.replace(/^/gm, '    ');
