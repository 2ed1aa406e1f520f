import type { DeclaredTopic } from '@skein/bundle';
import type { LogEntry } from './log-line.ts';

/** What became of events: what is 0 is not said, but for what was delivered. */
const OUTCOMES = {
  sent: 'delivered',
  filtered: 'filtered',
  failed: 'failed',
  completed: 'completed',
  gone: 'gone',
  expired: 'expired',
  queued: 'left to the fan-out queue',
  parked: 'parked',
} as const;

type Outcome = keyof typeof OUTCOMES;
type Counts = Readonly<Record<Outcome, number>>;

const OUTCOME_NAMES = Object.keys(OUTCOMES) as readonly Outcome[];

/** How many events of one topic are told one by one within a second; those beyond are summed up. */
const BURST = 10;
const WINDOW_MS = 1_000;
/** How many labels are listed. */
const MAX_LABELS = 10;

export interface EventDigestOptions {
  readonly print: (line: string) => void;
  /** The topics that are declared now; null where they are not known. */
  readonly topics: () => readonly DeclaredTopic[] | null;
}

/** Tells of each event what became of it, in a line, by the publisher's `event_delivered`. */
export interface EventDigest {
  add(entry: LogEntry): void;
  /** Tells of nothing more. */
  close(): void;
}

/** What is held back of a topic that has many events. */
interface Window {
  told: number;
  held: { readonly events: number; readonly counts: Counts } | null;
  readonly timer: NodeJS.Timeout;
}

export function createEventDigest({ print, topics }: EventDigestOptions): EventDigest {
  const windows = new Map<string, Window>();

  const open = (label: string, told: number): Window => {
    const timer = setTimeout(() => end(label), WINDOW_MS).unref();
    const window = { told, held: null, timer };
    windows.set(label, window);
    return window;
  };

  const end = (label: string): void => {
    const { held = null } = windows.get(label) ?? {};
    windows.delete(label);
    if (held === null) return;
    print(`${label} -> ${said(held.counts)} (${held.events} more events)`);
    // Whoever has that many a second is told of them once a second.
    open(label, BURST);
  };

  return {
    add: (entry) => {
      const label = typeof entry.topic === 'string' ? entry.topic : '(no topic)';
      const window = windows.get(label) ?? open(label, 0);
      const counts = countsOf(entry);
      if (window.told < BURST) {
        window.told += 1;
        print(`${label} -> ${hasNobody(entry, counts) ? nobody(label, topics()) : said(counts)}`);
      } else {
        const { held } = window;
        window.held = {
          events: (held?.events ?? 0) + 1,
          counts: held === null ? counts : sum(held.counts, counts),
        };
      }
    },
    close: () => {
      for (const { timer } of windows.values()) clearTimeout(timer);
      windows.clear();
    },
  };
}

const countsOf = (entry: LogEntry): Counts => mapOutcomes((name) => Number(entry[name] ?? 0));

const sum = (one: Counts, other: Counts): Counts => mapOutcomes((name) => one[name] + other[name]);

const mapOutcomes = (count: (name: Outcome) => number): Counts =>
  Object.fromEntries(OUTCOME_NAMES.map((name) => [name, count(name)])) as Counts;

/** Nothing was read for it, and nothing came of it. */
const hasNobody = ({ rows }: LogEntry, counts: Counts): boolean =>
  rows === 0 && OUTCOME_NAMES.every((name) => counts[name] === 0);

const said = (counts: Counts): string =>
  OUTCOME_NAMES.filter((name) => counts[name] > 0 || name === 'sent')
    .map((name) => `${counts[name]} ${OUTCOMES[name]}`)
    .join(', ');

/** Why an event may have met no subscription. */
function nobody(label: string, topics: readonly DeclaredTopic[] | null): string {
  const none = '0 subscribers';
  if (topics === null || topics.length === 0) return none;
  const topic = topics.find((one) => one.label === label);
  if (topic === undefined) {
    const labels = listed(topics.map((one) => one.label));
    return `${none} (no declared topic has this label; declared: ${labels})`;
  }
  if (topic.keys.length === 0) return none;
  return `${none} (nobody subscribed, or to other values of ${topic.keys.join(', ')})`;
}

function listed(labels: readonly string[]): string {
  const more = labels.length - MAX_LABELS;
  return `${labels.slice(0, MAX_LABELS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
