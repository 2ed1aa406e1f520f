import type { DeliveryReport } from '@skein/publisher';

/** Sums over events; `events` counts what was delivered or parked, parts of it that went through the queue included. */
export type DeliveryCounts = Readonly<
  Record<Exclude<keyof DeliveryReport, 'eventId' | 'topic'> | 'events', number>
>;

const NOTHING: DeliveryCounts = {
  events: 0,
  keys: 0,
  rows: 0,
  groups: 0,
  filtered: 0,
  sent: 0,
  gone: 0,
  expired: 0,
  failed: 0,
  queued: 0,
  parked: 0,
};

/** Adds reports up. */
export function totalOf(reports: readonly DeliveryReport[]): DeliveryCounts {
  return reports.reduce<DeliveryCounts>(
    (sum, report) => ({
      events: sum.events + 1,
      keys: sum.keys + report.keys,
      rows: sum.rows + report.rows,
      groups: sum.groups + report.groups,
      filtered: sum.filtered + report.filtered,
      sent: sum.sent + report.sent,
      gone: sum.gone + report.gone,
      expired: sum.expired + report.expired,
      failed: sum.failed + report.failed,
      queued: sum.queued + report.queued,
      parked: sum.parked + report.parked,
    }),
    NOTHING,
  );
}
