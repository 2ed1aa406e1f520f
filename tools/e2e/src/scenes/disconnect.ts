import { readRows } from '../aws/rows.ts';
import type { AppliedStack } from '../stack.ts';
import type { Note } from '../transcript.ts';
import { until } from '../until.ts';
import { PATIENCE_MS, type Subscribers } from './subscribers.ts';

/** Closes every client; `$disconnect` must leave no row of their connections. */
export async function disconnectAll(
  stack: AppliedStack,
  { modern, viewer, legacy }: Subscribers,
  note: Note,
): Promise<void> {
  await Promise.all([modern.close(), viewer.close(), legacy.close()]);
  let left: readonly string[] = [];
  await until({
    what: 'no row of a connection is left',
    patienceMs: PATIENCE_MS,
    ask: async () => {
      const rows = await readRows(stack.aws, stack.outputs.table_name);
      left = rows.ofConnections;
      return left.length === 0 ? true : null;
    },
  }).catch((cause) => {
    throw new Error(`Rows are left:\n${left.join('\n')}`, { cause });
  });
  note('no row of any connection is left');
}
