import { readLogLine } from './log-line.ts';

/** What is known of a line already, or says nothing here: there is one function of a name, and it writes now. */
const LEFT_OUT = new Set(['time', 'level', 'app', 'event', 'message']);

/** A line that a function prints, as people read it: log entries, which are JSON for CloudWatch, as words; anything else as it is. */
export function readableLine(line: string): string {
  const read = readLogLine(line);
  if (read === null) return line;
  const { tag, entry } = read;
  const { level, event, message, error } = entry;
  const fields = Object.entries(entry)
    .filter(([name, value]) => !LEFT_OUT.has(name) && !isError(name, value))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const words = [level, event, ...fields].join(' ');
  const said = [message, stackOf(error)].filter((text) => typeof text === 'string');
  return [`${tag}${words}`, ...said.map(indented)].join('\n');
}

/** Its stack is written below; of some errors the log has the name alone. */
const isError = (name: string, value: unknown): boolean =>
  name === 'error' && typeof value === 'object';

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
