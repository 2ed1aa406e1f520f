import { DescribeLogGroupsCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Aws } from '../aws/aws.ts';
import type { AppliedStack } from '../stack.ts';
import type { Note } from '../transcript.ts';
import { until } from '../until.ts';
import { PATIENCE_MS } from './subscribers.ts';

/** What the main job must have left behind, whatever else happened. */
const EXPECTED = ['connects', 'subscriptions', 'sent', 'sent by COMMENT_ADDED', 'ageMs'];

/** Adds up the metrics in the functions' logs, as CloudWatch takes them out of their lines. */
export async function findMetrics(stack: AppliedStack, note: Note): Promise<void> {
  const found = await until({
    what: `the logs hold the metrics ${EXPECTED.join(', ')}`,
    patienceMs: PATIENCE_MS,
    ask: async () => {
      const sums = await sumMetrics(stack);
      return EXPECTED.every((name) => (sums.get(name) ?? 0) > 0) ? sums : null;
    },
  });
  const told = [...found].map(([name, sum]) => `${name} ${sum}`).sort();
  note(`Skein/${stack.name}: ${told.join(', ')}`);
}

async function sumMetrics({ aws, name }: AppliedStack): Promise<ReadonlyMap<string, number>> {
  const sums = new Map<string, number>();
  for (const line of await logLines(aws, `/aws/lambda/${name}-`)) {
    for (const [metric, value] of metricsOf(line, `Skein/${name}`)) {
      sums.set(metric, (sums.get(metric) ?? 0) + value);
    }
  }
  return sums;
}

async function logLines({ logs }: Aws, logGroupNamePrefix: string): Promise<readonly string[]> {
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
  const lines = logGroups.map(async ({ logGroupName = '' }) => {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
    return events.flatMap(({ message = '' }) => message.split('\n'));
  });
  return (await Promise.all(lines)).flat();
}

interface EmbeddedMetrics {
  readonly Topic?: string;
  readonly _aws?: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
}

function metricsOf(line: string, namespace: string): readonly (readonly [string, number])[] {
  if (!line.startsWith('{')) return []; // the platform's own lines
  const fields: EmbeddedMetrics = JSON.parse(line);
  const ours = fields._aws?.CloudWatchMetrics.filter(({ Namespace }) => Namespace === namespace);
  return (ours ?? []).flatMap(({ Dimensions, Metrics }) =>
    Dimensions.flatMap(([dimension]) =>
      Metrics.map(({ Name }) => {
        const name = dimension === undefined ? Name : `${Name} by ${fields.Topic}`;
        return [name, Number(Reflect.get(fields, Name))] as const;
      }),
    ),
  );
}
