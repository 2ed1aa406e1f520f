export const done: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * Completes `next` to an iterator that can be ended early, by `for await`, graphql-js or `await using`. Once it was
 * ended, it yields nothing more, not even what an earlier pull still brings.
 */
export const iterator = <Value>({
  next,
  end = () => undefined,
}: {
  readonly next: () => Promise<IteratorResult<Value, undefined>>;
  /** Called at most once. A rejection reaches whoever ended the iterator. */
  readonly end?: () => unknown;
}): AsyncIterableIterator<Value, undefined> & AsyncDisposable => {
  let ended = false;
  const finish = async () => {
    if (ended) return;
    ended = true;
    await end();
  };
  return {
    next: async () => {
      if (ended) return done;
      const result = await next();
      return ended ? done : result;
    },
    return: async () => {
      await finish();
      return done;
    },
    throw: async (error: unknown) => {
      await finish();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: finish,
  };
};
