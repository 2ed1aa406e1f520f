import type { LambdaContext } from './events.ts';

/** When work of the invocation at hand is given up. An environment handles one invocation at a time. */
export interface Deadline {
  /** Called at the beginning of each invocation. */
  begin(context: LambdaContext): void;
  /** Milliseconds since the epoch. */
  readonly atMs: () => number;
}

/** What is left of an invocation for answering, when the store gives up. */
const MARGIN_MS = 1_000;

/** Makes the deadline of one environment, after the remaining time that Lambda reports. */
export const createDeadline = (nowMs: () => number): Deadline => {
  let atMs = Number.POSITIVE_INFINITY;
  return {
    begin: (context) => {
      atMs = nowMs() + context.getRemainingTimeInMillis() - MARGIN_MS;
    },
    atMs: () => atMs,
  };
};
