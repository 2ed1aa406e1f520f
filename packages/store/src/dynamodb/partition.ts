import { operationIdOf, TOPIC_PREFIX, topicRowId } from '../row-id.ts';
import { type Item, readNumber, readText, text } from './attributes.ts';
import { deletion, type Table } from './table.ts';

/** Reads every row of a connection, strongly. */
export function readPartition(table: Table, connectionId: string): Promise<readonly Item[]> {
  return read(table, 'connectionId = :connection', { ':connection': text(connectionId) });
}

async function read(table: Table, condition: string, values: Item): Promise<readonly Item[]> {
  const items: Item[] = [];
  const query = {
    KeyConditionExpression: condition,
    ExpressionAttributeValues: { ...values },
    ConsistentRead: true,
  };
  for await (const page of table.pages(query)) items.push(...page.items);
  return items;
}

/** Deletes the rows of a subscription's further topics: their keys follow from its message and their number. */
export async function deleteFurtherTopics(
  table: Table,
  subscription: {
    readonly connectionId: string;
    readonly operationId: string;
    readonly messageId: string;
    readonly topicCount: number;
  },
): Promise<void> {
  const { connectionId, operationId, messageId, topicCount } = subscription;
  const further = Array.from({ length: topicCount - 1 }, (_, n) =>
    deletion({ connectionId, id: topicRowId(messageId, n + 1, operationId) }),
  );
  await table.write(further);
}

/**
 * Looks for further topics of an operation's earlier subscriptions and deletes them: for when the answer that named
 * them was lost. Earlier is not later than `timeMs`, and not by `exceptMessageId`.
 */
export async function sweepFurtherTopics(
  table: Table,
  options: {
    readonly connectionId: string;
    readonly operationId: string;
    readonly timeMs: number;
    readonly exceptMessageId: string;
  },
): Promise<void> {
  const { connectionId, operationId, timeMs, exceptMessageId } = options;
  const rows = await read(table, 'connectionId = :connection AND begins_with(id, :prefix)', {
    ':connection': text(connectionId),
    ':prefix': text(TOPIC_PREFIX),
  });
  const keys = rows.flatMap((row) => {
    const id = readText(row, 'id') ?? '';
    const messageId = readText(row, 'm') ?? '';
    const isEarlier = messageId !== exceptMessageId && (readNumber(row, 't') ?? 0) <= timeMs;
    return isEarlier && operationIdOf(id, messageId) === operationId ? [{ connectionId, id }] : [];
  });
  await table.write(keys.map(deletion));
}
