import type { DeclaredTopic } from '@skein/bundle';
import { createEventDigest } from './event-digest.ts';
import { type LogEntry, readLogLine } from './log-line.ts';
import { readableLine } from './readable-line.ts';

/** What runs, as far as the output depends on it. */
interface RunningCode {
  /** The topics that it declares; null where they are not known. */
  readonly topics: readonly DeclaredTopic[] | null;
  readonly variables: Readonly<Record<string, string>>;
}

/** What `skein dev` prints of what happens in the system. */
export interface DevOutput {
  /** Takes what the functions print, lines and more. */
  functions(text: string): void;
  /** Takes why a client does not get in. */
  notice(line: string): void;
  /** From now on this runs. */
  running(code: RunningCode): void;
  /** Prints no digest of events any more. */
  close(): void;
}

/** What the functions log by themselves in `skein dev`; a `LOG_LEVEL` of one's own goes before it. */
export const DEV_LOG_LEVEL = 'info';

/** Below this level entries are not printed, but told of in short. */
const DIGESTED = new Set(['debug', 'info']);

/**
 * Makes the output. Without a `LOG_LEVEL` of one's own what the handlers log at `info` is told in short: what became of
 * events, who was refused; what is graver, and what the application prints, as it is. With one, the log alone is printed.
 */
export function createDevOutput(options: {
  readonly print: (line: string) => void;
  /** The topic of the local system's ticker, of whose events nothing is said; null where it does not tick. */
  readonly tickerTopic: string | null;
}): DevOutput {
  const { print, tickerTopic } = options;
  let current: RunningCode = { topics: null, variables: {} };
  const hasOwnLevel = () => 'LOG_LEVEL' in current.variables;
  const events = createEventDigest({ print, topics: () => current.topics });

  const digest = (entry: LogEntry): void => {
    switch (entry.event) {
      case 'event_delivered':
        if (entry.topic !== tickerTopic) events.add(entry);
        break;
      case 'request_refused':
        print(`HTTP request refused: ${entry.status}`);
        break;
      case 'authenticate_threw':
        // The name of a plain error says nothing, and its message is what the client gets.
        if (entry.error !== 'Error') {
          print(`\`authenticate\` threw ${entry.error} (${entry.source})`);
        }
        break;
    }
  };

  return {
    functions: (text) => {
      for (const line of text.split('\n')) {
        const read = hasOwnLevel() ? null : readLogLine(line);
        if (read?.isOurs && DIGESTED.has(read.entry.level)) digest(read.entry);
        else print(readableLine(line));
      }
    },
    notice: (line) => {
      if (!hasOwnLevel()) print(line);
    },
    running: (code) => {
      current = code;
    },
    close: events.close,
  };
}
