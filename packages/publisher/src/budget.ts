/** How long after SNS took it an event is still delivered. */
const EVENT_LIFETIME_MS = 300_000;

/** What an invocation keeps back of its time, to hand on what it did not finish. */
const HANDOVER_MARGIN_MS = 1_500;

/** The time that one event or task has. */
export interface Budget {
  /** Until the work must stop: the invocation's end less the margin, or the event's deadline; negative after it. */
  leftMs(): number;
  /** Until the event's deadline; negative after it. */
  deadlineMs(): number;
  /** Until the invocation ends, without a margin. */
  remainingMs(): number;
}

/** Makes the budget of an event. */
export function createBudget(options: {
  readonly publishedAtMs: number;
  readonly remainingMs: () => number;
  readonly nowMs: () => number;
}): Budget {
  const { publishedAtMs, remainingMs, nowMs } = options;
  const deadlineMs = () => publishedAtMs + EVENT_LIFETIME_MS - nowMs();
  return {
    leftMs: () => Math.min(remainingMs() - HANDOVER_MARGIN_MS, deadlineMs()),
    deadlineMs,
    remainingMs,
  };
}
