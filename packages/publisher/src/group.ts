import type { Subscriber } from '@skein/store';

/** What makes two subscriptions the same execution: equal keys, equal results, whoever gets them. */
export function groupKey(subscriber: Subscriber): string {
  const { documentHash, operationName, variables, deliverySession } = subscriber;
  return JSON.stringify([documentHash, operationName, variables, deliverySession]);
}

/** Recognises a subscription that an earlier row of it was delivered to already. */
export function createDeduper(): (subscriber: Subscriber) => boolean {
  const seen = new Set<string>();
  return ({ connectionId, operationId, topicCount }) => {
    // A subscription stored on one topic has one row.
    if (topicCount <= 1) return false;
    const key = JSON.stringify([connectionId, operationId]);
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  };
}
