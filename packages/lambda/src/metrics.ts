import type { LogFields } from '@skein/pubsub';

type Unit = 'Count' | 'Milliseconds';

/** What a log line says in numbers. */
interface Measure {
  /** A metric that each such line counts. */
  readonly counts?: string;
  /** Fields of the line that are metrics, where they are numbers. */
  readonly fields?: Readonly<Record<string, Unit>>;
  /** Those of them that are told by topic, too. */
  readonly byTopic?: readonly string[];
}

/** The lines that are metrics. docs/operations.md says what each means; alarms and dashboard name them. */
export const MEASURES: Readonly<Record<string, Measure>> = {
  connected: { counts: 'connects' },
  connect_refused: { counts: 'refusals' },
  upgrade_headers_too_long: { counts: 'refusals' },
  connect_failed: { counts: 'connect_failed' },
  init_refused: { counts: 'refusals' },
  request_refused: { counts: 'refusals' },
  disconnected: { counts: 'disconnects' },
  subscribed: { counts: 'subscriptions' },
  event_delivered: {
    fields: {
      sent: 'Count',
      filtered: 'Count',
      gone: 'Count',
      expired: 'Count',
      failed: 'Count',
      completed: 'Count',
      queued: 'Count',
      parked: 'Count',
      ageMs: 'Milliseconds',
    },
    byTopic: ['sent', 'ageMs'],
  },
  gone_suspicious: { counts: 'gone_suspicious' },
  post_forbidden: { counts: 'post_forbidden' },
  event_lost: { counts: 'event_lost' },
  message_unanswered: { counts: 'message_unanswered' },
};

/** How many topics of one environment are told apart: each distinct name is a metric that is paid for. */
export const MAX_TOPICS = 50;

/** All topics beyond, and names that CloudWatch refuses. */
const OTHER_TOPICS = '(other)';

/** CloudWatch's: ASCII, not only spaces, no colon first; shorter than its 1,024 characters. */
const TOPIC_NAME = /^(?!:)[\x21-\x7e][\x20-\x7e]{0,254}$/;

/** Gives the members that make a log line metrics; null where it is none. */
export type Metrics = (event: string, fields: LogFields, timeMs: number) => LogFields | null;

/**
 * Makes metrics of log lines, in CloudWatch's embedded metric format: it takes them out of the log itself, so nothing is
 * called and nothing waits. A topic that has subscribers is told by its name, as the dimension `Topic`.
 */
export const createMetrics = ({ namespace }: { readonly namespace: string }): Metrics => {
  const topicName = createTopicNames();
  return (event, fields, timeMs) => {
    const measure = Object.hasOwn(MEASURES, event) ? MEASURES[event] : undefined;
    if (measure === undefined) return null;
    const values = valuesOf(measure, fields);
    const metrics = Object.keys(values).map((name) => metric(measure, name));
    const topic = measure.byTopic && topicName(fields);
    const ofTopic = metrics.filter(({ Name }) => measure.byTopic?.includes(Name));
    const directives = [
      { Namespace: namespace, Dimensions: [[]], Metrics: metrics },
      ...(topic ? [{ Namespace: namespace, Dimensions: [['Topic']], Metrics: ofTopic }] : []),
    ];
    return {
      ...values,
      ...(topic && { Topic: topic }),
      _aws: { Timestamp: timeMs, CloudWatchMetrics: directives },
    };
  };
};

const valuesOf = ({ counts, fields = {} }: Measure, line: LogFields): Record<string, number> => {
  const values: Record<string, number> = counts === undefined ? {} : { [counts]: 1 };
  for (const name of Object.keys(fields)) {
    // An event that nobody got has no latency.
    if (name === 'ageMs' && line.sent === 0) continue;
    const value = line[name];
    if (typeof value === 'number' && Number.isFinite(value)) values[name] = value;
  }
  return values;
};

const metric = ({ fields }: Measure, name: string): { Name: string; Unit: Unit } => ({
  Name: name,
  Unit: fields?.[name] ?? 'Count',
});

/** Producers choose topics' names: the first come keep theirs, so that nobody multiplies metrics. */
const createTopicNames = (): ((fields: LogFields) => string | null) => {
  const known = new Set<string>();
  return ({ topic, rows }) => {
    if (typeof topic !== 'string' || rows === 0) return null;
    if (known.has(topic)) return topic;
    if (known.size >= MAX_TOPICS || !TOPIC_NAME.test(topic)) return OTHER_TOPICS;
    known.add(topic);
    return topic;
  };
};
