import { shortHash } from './text-reference.ts';

/** The range key of a connection's own row. */
export const CONNECTION_ROW_ID = 'connection';

const OPERATION_PREFIX = 'operation#';

/** The beginning of the range keys of further topics. */
export const TOPIC_PREFIX = 'topic#';

/** The range key of a subscription, and of the tombstone in its place. */
export function operationRowId(operationId: string): string {
  return OPERATION_PREFIX + escaped(operationId);
}

/** The range key of a subscription's `n`th topic, from 1; the topic at 0 lies in the operation's own row. */
export function topicRowId(messageId: string, n: number, operationId: string): string {
  return `${TOPIC_PREFIX}${messageId}#${n}#${escaped(operationId)}`;
}

/** The operation that a range key of a subscription's row names, whatever `#` its ids hold; null of any other row. */
export function operationIdOf(rowId: string, messageId: string): string | null {
  if (rowId.startsWith(OPERATION_PREFIX)) return unescaped(rowId.slice(OPERATION_PREFIX.length));
  const prefix = `${TOPIC_PREFIX}${messageId}#`;
  if (!rowId.startsWith(prefix)) return null;
  const end = rowId.indexOf('#', prefix.length);
  return end < 0 ? null : unescaped(rowId.slice(end + 1));
}

/** How a connection's set knows an operation. */
export function operationHash(operationId: string): Buffer {
  return shortHash(escaped(operationId));
}

/** A client's id may hold a lone surrogate, which no UTF-8 can: it is escaped as in JSON. Usual ids stay as they are. */
function escaped(operationId: string): string {
  return JSON.stringify(operationId).slice(1, -1);
}

function unescaped(text: string): string {
  // Written by `escaped`.
  return JSON.parse(`"${text}"`) as string;
}
