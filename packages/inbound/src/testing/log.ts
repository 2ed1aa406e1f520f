import type { Log } from '@skein/pubsub';

/** A log that remembers: `<level> <event>` per line. */
export interface TestLog extends Log {
  readonly lines: readonly string[];
  /** Everything that was logged, as text. */
  text(): string;
}

export function createTestLog(): TestLog {
  const lines: string[] = [];
  const logged: unknown[] = [];
  const take = (level: string) => (event: string, fields?: unknown) => {
    lines.push(`${level} ${event}`);
    logged.push(fields);
  };
  return {
    debug: take('debug'),
    info: take('info'),
    warn: take('warn'),
    error: take('error'),
    lines,
    text: () => `${lines.join()}${JSON.stringify(logged, withMessages)}`,
  };
}

/** An error's message is no enumerable property of it. */
const withMessages = (_name: string, value: unknown): unknown =>
  value instanceof Error ? value.message : value;
