import { type Log, silentLog } from './log.ts';

/** A field's `subscribe`, as graphql-js calls it. */
export type SubscribeFn<Args, Context, Info, Value> = (
  root: unknown,
  args: Args,
  context: Context,
  info: Info,
) => AsyncIterable<Value> | Promise<AsyncIterable<Value>>;

/** Whether a subscription gets an event. `args` are the field's coerced arguments. */
export type FilterFn<Args, Context, Info, Value> = (
  payload: Value,
  args: Args,
  context: Context,
  info: Info,
) => boolean | Promise<boolean>;

/**
 * Narrows a source to the events that `filter` accepts, as graphql-subscriptions does: a filter that throws or rejects
 * means false, and is logged at `error`. Works around any source, another `withFilter` included.
 */
export const withFilter =
  <Value, Args = Record<string, unknown>, Context = unknown, Info = unknown>(
    subscribe: SubscribeFn<Args, Context, Info, Value>,
    filter: FilterFn<Args, Context, Info, Value>,
  ) =>
  async (
    root: unknown,
    args: Args,
    context: Context,
    info: Info,
  ): Promise<AsyncIterableIterator<Value>> => {
    const source = await subscribe(root, args, context, info);
    const iterator = source[Symbol.asyncIterator]();
    const accepts = async (payload: Value): Promise<boolean> => {
      try {
        return Boolean(await filter(payload, args, context, info));
      } catch (error) {
        filterLog.error('filter_failed', { error });
        return false;
      }
    };
    const filtered: AsyncIterableIterator<Value> = {
      next: async () => {
        for (;;) {
          const result = await iterator.next();
          if (result.done === true || (await accepts(result.value))) return result;
        }
      },
      return: async (value) => (await iterator.return?.(value)) ?? { done: true, value },
      throw: async (error) => {
        if (iterator.throw === undefined) throw error;
        return iterator.throw(error);
      },
      [Symbol.asyncIterator]: () => filtered,
    };
    return filtered;
  };

/** `withFilter` belongs to no pubsub, so it writes to the log of the one that was bound last: a Lambda has one. */
let filterLog = silentLog;

export const logFiltersTo = (log: Log): void => {
  filterLog = log;
};
