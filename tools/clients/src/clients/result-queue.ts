import type { GraphqlResult } from '../target/target.ts';
import type { Subscription } from './client.ts';

/** Where a library's callbacks put what came, and a test takes it. */
export interface ResultQueue {
  next(result: GraphqlResult): void;
  fail(message: string): void;
  complete(): void;
  /** The test's side; `stop` is the library's way to unsubscribe. */
  subscription(stop: () => void): Subscription;
}

export function createResultQueue(): ResultQueue {
  const unread: GraphqlResult[] = [];
  const waiting: PromiseWithResolvers<GraphqlResult>[] = [];
  const failed = Promise.withResolvers<string>();
  const completed = Promise.withResolvers<void>();
  let failure: string | null = null;

  const fail = (message: string): void => {
    failure ??= message;
    failed.resolve(message);
    for (const waiter of waiting.splice(0)) waiter.reject(new Error(message));
  };
  return {
    next: (result) => {
      const error = result.errors?.[0];
      if (error !== undefined) return fail(error.message);
      const waiter = waiting.shift();
      if (waiter === undefined) unread.push(result);
      else waiter.resolve(result);
    },
    fail,
    complete: completed.resolve,
    subscription: (stop) => ({
      next: async () => {
        const result = unread.shift();
        if (result !== undefined) return result;
        if (failure !== null) throw new Error(failure);
        const waiter = Promise.withResolvers<GraphqlResult>();
        waiting.push(waiter);
        return waiter.promise;
      },
      unread: () => unread,
      failed: failed.promise,
      completed: completed.promise,
      stop,
    }),
  };
}
