/** The range key of a connection's own row. */
export const CONNECTION_ROW_ID = 'connection';

const OPERATION_PREFIX = 'operation#';

/** The beginning of the range keys of further topics. */
export const TOPIC_PREFIX = 'topic#';

/** The range key of a subscription, and of the tombstone in its place. */
export function operationRowId(operationId: string): string {
  return OPERATION_PREFIX + operationId;
}

/** The range key of a subscription's `n`th topic, from 1; the topic at 0 lies in the operation's own row. */
export function topicRowId(messageId: string, n: number, operationId: string): string {
  return `${TOPIC_PREFIX}${messageId}#${n}#${operationId}`;
}

/** The operation that a range key of a subscription's row names, whatever `#` its ids hold; null of any other row. */
export function operationIdOf(rowId: string, messageId: string): string | null {
  if (rowId.startsWith(OPERATION_PREFIX)) return rowId.slice(OPERATION_PREFIX.length);
  const prefix = `${TOPIC_PREFIX}${messageId}#`;
  if (!rowId.startsWith(prefix)) return null;
  const end = rowId.indexOf('#', prefix.length);
  return end < 0 ? null : rowId.slice(end + 1);
}
