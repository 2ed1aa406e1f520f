import type { DeliveryReport } from '@skein/publisher';

/** How much of the log a developer is told. */
const MAX_PROBLEMS = 3;

/** What a developer needs to know who waits in vain: what became of events, and what was logged as a problem. */
export function storyOf(reports: readonly DeliveryReport[], problems: readonly string[]): string {
  const events =
    reports.length === 0
      ? 'No event was published.'
      : `Events so far: ${reports.map(storyOfOne).join('; ')}.`;
  if (problems.length === 0) return events;
  return `${events} Logged: ${problems.slice(-MAX_PROBLEMS).join('; ')}.`;
}

function storyOfOne(report: DeliveryReport): string {
  const { topic, rows, sent, filtered, completed, expired, parked } = report;
  const counts = { delivered: sent, filtered, completed, expired, parked };
  const told = Object.entries(counts).flatMap(([what, count]) =>
    count === 0 ? [] : [`${count} ${what}`],
  );
  const found = `${rows} ${rows === 1 ? 'subscription waits' : 'subscriptions wait'} on its keys`;
  return `${topic ?? 'an unreadable one'} (${[found, ...told].join(', ')})`;
}
