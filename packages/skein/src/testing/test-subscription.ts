import type { FormattedError } from '@skein/protocol';
import { callerStack } from './caller-stack.ts';
import type { OperationListener } from './operation-listener.ts';
import type { Quiet } from './quiet.ts';
import { TestOperationError, TestTimeoutError } from './test-errors.ts';

/** A result of an execution, as the client got it. */
export interface TestResult<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly FormattedError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/**
 * `pending`: not yet stored. `active`: events reach it. `completed`: by the source, by `return()` or by the end of the
 * client. `failed`: an `error` came, or the server ended the connection.
 */
export type TestSubscriptionStatus = 'pending' | 'active' | 'completed' | 'failed';

/**
 * One subscription: an iterator of the results that came. `next()` gives the oldest one that was not taken yet; without
 * one it waits for what a later publish brings. It rejects with what ended the subscription, a `TestOperationError` or a
 * `TestRefusalError`, and with a `TestTimeoutError` when nothing goes on any more.
 */
export interface TestSubscription<Data>
  extends AsyncIterableIterator<TestResult<Data>, undefined, undefined> {
  next(): Promise<IteratorResult<TestResult<Data>, undefined>>;
  /** Ends the subscription: sends `complete`, and resolves when that is handled. */
  return(): Promise<IteratorReturnResult<undefined>>;
  [Symbol.asyncIterator](): TestSubscription<Data>;
  /** Resolves when the subscription is stored; rejects with what it was refused for. Nobody needs to wait for it: whatever comes later does. */
  readonly ready: Promise<void>;
  /** Every result so far, taken or not, oldest first. */
  readonly received: readonly TestResult<Data>[];
  readonly status: TestSubscriptionStatus;
}

export interface TestSubscriptionOptions {
  /** Brings it to the server; the errors that are logged meanwhile explain why it failed. */
  readonly begin: (listener: OperationListener) => Promise<void>;
  /** Sends `complete` after `stored`, which resolves when the server has handled the beginning. */
  readonly stop: (stored: Promise<void>) => Promise<void>;
  readonly quiet: Quiet;
  /** What went on in the testApp, for the developer who waits in vain. */
  readonly story: () => string;
  /** Gives errors of the beginning the stack of whoever subscribed. */
  readonly from: (error: Error) => Error;
}

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

const IN_VAIN = 'No result came, and nothing goes on any more.';

/** Begins a subscription at once. */
export function createTestSubscription<Data>(
  options: TestSubscriptionOptions,
): TestSubscription<Data> {
  type Step = IteratorResult<TestResult<Data>, undefined>;
  const received: TestResult<Data>[] = [];
  const waiting: ((step: Promise<Step>) => void)[] = [];
  let taken = 0;
  let status: TestSubscriptionStatus = 'pending';
  let failure: Error | null = null;
  let isReturned = false;

  const isOver = () => status === 'completed' || status === 'failed';
  /** What `next()` can say at once; null where it has to wait. */
  const step = (): Promise<Step> | null => {
    if (isReturned) return Promise.resolve(DONE);
    const value = received[taken];
    if (value !== undefined) {
      taken += 1;
      return Promise.resolve({ done: false, value });
    }
    if (failure !== null) return Promise.reject(callerStack(subscription.next)(failure));
    return status === 'completed' ? Promise.resolve(DONE) : null;
  };
  const tell = (): void => {
    while (waiting.length > 0) {
      const next = step();
      if (next === null) return;
      waiting.shift()?.(next);
    }
  };
  const wait = (): Promise<Step> => {
    const { promise, resolve } = Promise.withResolvers<Step>();
    const from = callerStack(subscription.next);
    const giveUp = (): void => {
      waiting.splice(waiting.indexOf(waiter), 1);
      const before = `The subscription is ${status} and got ${received.length} before.`;
      const inVain = new TestTimeoutError(`${IN_VAIN} ${before} ${options.story()}`);
      resolve(Promise.reject(from(inVain)));
    };
    const callOff = options.quiet.wait(giveUp);
    const waiter = (next: Promise<Step>): void => {
      callOff();
      resolve(next.catch((error: Error) => Promise.reject(from(error))));
    };
    waiting.push(waiter);
    return promise;
  };
  const settle = (outcome: 'active' | 'completed' | 'failed', error: Error | null = null): void => {
    if (isOver()) return;
    status = outcome;
    failure = error && options.from(error);
    tell();
  };

  const stored = options
    .begin({
      next: (result) => {
        if (isOver()) return;
        // What the operation's document selects is what the developer says its data is.
        received.push(result as TestResult<Data>);
        tell();
      },
      error: (errors, cause) => settle('failed', new TestOperationError(errors, cause)),
      complete: () => settle('completed'),
      end: (error) => settle('failed', error),
    })
    .then(
      () => settle('active'),
      (error: Error) => settle('failed', error),
    );
  const ready = stored.then(() => {
    if (failure !== null) throw failure;
  });
  // A test that never asks has the error at its `next()`.
  ready.catch(() => undefined);

  const subscription: TestSubscription<Data> = {
    next: () => {
      const next = step() ?? wait();
      // It may fail before the test comes to wait for it.
      next.catch(() => undefined);
      return next;
    },
    return: async () => {
      isReturned = true;
      if (isOver()) return DONE;
      settle('completed');
      await options.stop(stored);
      return DONE;
    },
    [Symbol.asyncIterator]: () => subscription,
    ready,
    received,
    get status() {
      return status;
    },
  };
  return subscription;
}
