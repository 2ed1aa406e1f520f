import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMetrics, MAX_TOPICS, MEASURES } from './metrics.ts';

const NAMESPACE = 'Skein/test';
const TIME = 1_769_860_800_000;

const delivered = (fields: object = {}) => ({
  ...{ eventId: 'e', topic: 'POSTED', keys: 1, rows: 2, groups: 1, filtered: 0, sent: 2, gone: 0 },
  ...{ expired: 0, failed: 0, queued: 0, parked: 0, hops: 0, ageMs: 120 },
  ...fields,
});

interface Directive {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
}

/** What CloudWatch makes of a line: `metric` or `metric{dimension=value}`, and the value. */
const extract = (line: Readonly<Record<string, unknown>> | null): Record<string, unknown> => {
  const { CloudWatchMetrics = [] } = (line?._aws ?? {}) as { CloudWatchMetrics?: Directive[] };
  const found = CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) =>
    Dimensions.flatMap((names) =>
      Metrics.map(({ Name }) => {
        const dimensions = names.map((name) => `${name}=${line?.[name]}`).join();
        return [dimensions === '' ? Name : `${Name}{${dimensions}}`, line?.[Name]] as const;
      }),
    ),
  );
  return Object.fromEntries(found);
};

describe('createMetrics', () => {
  it('counts a line', () => {
    expect(
      createMetrics({ namespace: NAMESPACE })('connected', { connectionId: 'c' }, TIME),
    ).toEqual({
      connects: 1,
      _aws: {
        Timestamp: TIME,
        CloudWatchMetrics: [
          {
            Namespace: NAMESPACE,
            Dimensions: [[]],
            Metrics: [{ Name: 'connects', Unit: 'Count' }],
          },
        ],
      },
    });
  });

  it.each(['connect_refused', 'upgrade_headers_too_long', 'init_refused', 'request_refused'])(
    'counts %s as a refusal',
    (event) => {
      expect(extract(createMetrics({ namespace: NAMESPACE })(event, {}, TIME))).toEqual({
        refusals: 1,
      });
    },
  );

  it('takes the numbers of a delivery, the important ones by topic too', () => {
    const line = createMetrics({ namespace: NAMESPACE })('event_delivered', delivered(), TIME);
    expect(extract(line)).toEqual({
      ...{ sent: 2, filtered: 0, gone: 0, expired: 0, failed: 0, queued: 0, parked: 0, ageMs: 120 },
      'sent{Topic=POSTED}': 2,
      'ageMs{Topic=POSTED}': 120,
    });
  });

  it('has no latency where nothing was sent, and no topic where nobody subscribed', () => {
    const fields = delivered({ rows: 0, sent: 0 });
    const line = createMetrics({ namespace: NAMESPACE })('event_delivered', fields, TIME);
    expect(Object.keys(extract(line))).not.toContain('ageMs');
    expect(line).not.toHaveProperty('Topic');
  });

  it('tells so many topics apart, and no more', () => {
    const metrics = createMetrics({ namespace: NAMESPACE });
    const nameOf = (topic: string) => metrics('event_delivered', delivered({ topic }), TIME)?.Topic;
    const names = Array.from({ length: 3 * MAX_TOPICS }, (_, index) => nameOf(`T${index}`));
    expect(new Set(names).size).toBe(MAX_TOPICS + 1);
    expect(nameOf('T0')).toBe('T0');
    expect(nameOf(`T${MAX_TOPICS}`)).toBe('(other)');
  });

  it.each(['', ' ', ':colon', 'Grüße', 'a\nb', 'x'.repeat(256)])(
    'gives CloudWatch no name that it refuses: %j',
    (topic) => {
      const line = createMetrics({ namespace: NAMESPACE })(
        'event_delivered',
        delivered({ topic }),
        TIME,
      );
      expect(line?.Topic).toBe('(other)');
    },
  );

  it('makes nothing of other lines', () => {
    const metrics = createMetrics({ namespace: NAMESPACE });
    expect(metrics('malformed', { connectionId: 'c' }, TIME)).toBeNull();
    expect(metrics('constructor', {}, TIME)).toBeNull();
  });

  it('refers to numbers of the line alone, whatever the fields are', () => {
    const metrics = createMetrics({ namespace: NAMESPACE });
    const events = fc.constantFrom(...Object.keys(MEASURES));
    fc.assert(
      fc.property(events, fc.dictionary(fc.string(), fc.anything()), (event, fields) => {
        for (const value of Object.values(extract(metrics(event, fields, TIME)))) {
          expect(value).toSatisfy(Number.isFinite);
        }
      }),
    );
  });
});
