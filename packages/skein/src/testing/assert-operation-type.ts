import { operationType } from './test-document.ts';

/** Throws a TypeError for a document that asks for another kind of operation than the method is for. */
export function assertOperationType(
  method: 'execute' | 'subscribe',
  text: string,
  operationName: string | undefined,
): void {
  const type = operationType(text, operationName);
  if (type === null) return;
  if (method === 'subscribe' && type !== 'subscription')
    throw new TypeError(
      `client.subscribe takes a subscription, but a ${type} came: client.execute runs it.`,
    );
  if (method === 'execute' && type === 'subscription')
    throw new TypeError(
      'client.execute takes a query or mutation, but a subscription came: client.subscribe begins it.',
    );
}
