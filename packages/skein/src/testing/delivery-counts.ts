import type { DeliveryReport } from '@skein/publisher';

/** What became of events. A subscription that waits on other keys is no part of it: nobody looks at it. */
export interface DeliveryCounts {
  /** Events that were delivered or parked; parts of one that went through the fan-out queue count anew. */
  readonly events: number;
  /** Results that clients got. */
  readonly delivered: number;
  /** Subscriptions that a filter kept an event from. */
  readonly filtered: number;
  /** Subscriptions that an event, or `complete`, ended with `complete`. */
  readonly completed: number;
  /** Subscriptions whose connection was gone. */
  readonly gone: number;
  /** Subscriptions whose credentials had ended; their connections were closed. */
  readonly expired: number;
  /** Subscriptions that an event ended with an `error`. */
  readonly failed: number;
  /** Events, or subscriptions, that nothing could be delivered to: `parked` says why. */
  readonly parked: number;
  /** Topic keys that events matched. */
  readonly keys: number;
  /** Subscriptions that waited on these keys. */
  readonly rows: number;
  /** Executions: subscriptions of an equal operation, variables and delivery session share one. */
  readonly groups: number;
}

const NOTHING: DeliveryCounts = {
  events: 0,
  delivered: 0,
  filtered: 0,
  completed: 0,
  gone: 0,
  expired: 0,
  failed: 0,
  parked: 0,
  keys: 0,
  rows: 0,
  groups: 0,
};

/** Adds reports up. */
export function countsOf(reports: readonly DeliveryReport[]): DeliveryCounts {
  return reports.reduce<DeliveryCounts>(
    (sum, report) => ({
      events: sum.events + 1,
      delivered: sum.delivered + report.sent,
      filtered: sum.filtered + report.filtered,
      completed: sum.completed + report.completed,
      gone: sum.gone + report.gone,
      expired: sum.expired + report.expired,
      failed: sum.failed + report.failed,
      parked: sum.parked + report.parked,
      keys: sum.keys + report.keys,
      rows: sum.rows + report.rows,
      groups: sum.groups + report.groups,
    }),
    NOTHING,
  );
}
