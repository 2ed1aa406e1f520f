import { functionLogLines } from '../aws/function-log-lines.ts';
import type { AppliedStack } from '../stack.ts';
import type { Note } from '../transcript.ts';
import { until } from '../until.ts';
import { comment, publishEvent } from './publish.ts';
import { PATIENCE_MS } from './subscribers.ts';

/** As docs/operations.md says: SNS's message id leads to the line that tells what became of an event. */
export async function findEvent(stack: AppliedStack, note: Note): Promise<void> {
  const eventId = await publishEvent(stack, 'COMMENT_ADDED', comment('m1', 'nobody/listens'));
  const line = await until({
    what: `a log line of the event ${eventId}`,
    patienceMs: PATIENCE_MS,
    ask: async () => {
      const lines = await functionLogLines(stack.aws, stack.name);
      const own = lines.filter((text) => text.includes(`"eventId":"${eventId}"`));
      return own.find((text) => text.includes('"event":"event_delivered"')) ?? null;
    },
  });
  const { topic, keys, rows, sent } = JSON.parse(line);
  if (topic !== 'COMMENT_ADDED' || keys !== 2 || rows !== 0 || sent !== 0) {
    throw new Error(`the line says something else: ${line}`);
  }
  note(`${eventId}: topic ${topic}, ${keys} keys, ${rows} rows: nobody had subscribed`);
}
