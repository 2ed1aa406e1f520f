export const done: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** Completes `next` to an iterator that can be ended early, as `for await` and graphql-js do. */
export const iterator = ({
  next,
  end = () => undefined,
}: {
  readonly next: () => Promise<IteratorResult<unknown, undefined>>;
  readonly end?: () => void;
}): AsyncIterableIterator<unknown> => {
  let ended = false;
  const finish = () => {
    ended = true;
    end();
  };
  return {
    next: async () => (ended ? done : await next()),
    return: async () => {
      finish();
      return done;
    },
    throw: async (error: unknown) => {
      finish();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
};
