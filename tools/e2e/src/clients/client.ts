/** A GraphQL result as clients hand it out. */
export interface Result {
  readonly data?: unknown;
  readonly errors?: unknown;
}

/** What a subscription got so far. */
export interface Subscription {
  readonly name: string;
  readonly results: readonly Result[];
  /** What ended it; null while it lives. */
  failure(): unknown;
  stop(): void;
}

/** A client of either library, with its defaults but for reconnecting. */
export interface Client {
  readonly library: string;
  subscribe(name: string, query: string): Subscription;
  execute(query: string): Promise<Result>;
  close(): Promise<void>;
}

/** Creates a subscription from the way in which a library subscribes. */
export function createSubscription(
  name: string,
  start: (sink: {
    readonly next: (result: Result) => void;
    readonly error: (error: unknown) => void;
  }) => () => void,
): Subscription {
  const results: Result[] = [];
  let failure: unknown = null;
  const stop = start({
    next: (result) => void results.push(result),
    error: (error) => {
      failure = error ?? new Error('failed without an error');
    },
  });
  return { name, results, failure: () => failure, stop };
}
