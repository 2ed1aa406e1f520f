import type { App } from 'skein';
import { TestOperationError, testApp } from 'skein/testing';
import type { Chat, Result } from './chat.ts';

/** A chat on the cores that its Lambdas run, in the process of a test. */
export const overTestApp = (app: App): Chat => {
  const t = testApp(app);
  return {
    client: (token) => {
      const client = t.client({ token });
      return {
        execute: (query) => client.execute(query),
        subscribe: async (query) => {
          const subscription = client.subscribe(query);
          return { next: () => subscription.next().catch(refusal) };
        },
      };
    },
  };
};

const refusal = (error: unknown): IteratorResult<Result> => {
  if (error instanceof TestOperationError) return { done: false, value: { errors: error.errors } };
  throw error;
};
