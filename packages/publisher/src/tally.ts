import type { DeliveryReport } from './ports.ts';

/** What is counted of one event or task. */
type Count = Exclude<keyof DeliveryReport, 'eventId' | 'topic'>;

/** Counts while an event is delivered. */
export interface Tally {
  add(count: Count, by?: number): void;
  /** A post was attempted, whatever became of it. */
  attempted(): void;
  attempts(): number;
  report(event: { readonly eventId: string; readonly topic: string | null }): DeliveryReport;
}

/** Makes a tally of zeros. */
export function createTally(): Tally {
  const counts: Record<Count, number> = {
    keys: 0,
    rows: 0,
    groups: 0,
    filtered: 0,
    sent: 0,
    gone: 0,
    expired: 0,
    completed: 0,
    failed: 0,
    queued: 0,
    parked: 0,
  };
  let attempts = 0;
  return {
    add: (count, by = 1) => {
      counts[count] += by;
    },
    attempted: () => {
      attempts += 1;
    },
    attempts: () => attempts,
    report: (event) => ({ ...event, ...counts }),
  };
}
