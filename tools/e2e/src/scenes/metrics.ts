import { functionLogLines } from '../aws/function-log-lines.ts';
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
  for (const line of await functionLogLines(aws, name)) {
    for (const [metric, value] of metricsOf(line, `Skein/${name}`)) {
      sums.set(metric, (sums.get(metric) ?? 0) + value);
    }
  }
  return sums;
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
