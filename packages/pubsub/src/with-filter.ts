import { filterLog, logFiltersOf } from './filter-log.ts';
import { iterator } from './iterator.ts';
import { scopes } from './scope.ts';

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
 * Narrows a source to the events for which `filter` returns or resolves to true, as graphql-subscriptions does; any other
 * value is false. A filter that throws or rejects means false too, and is logged at `error` by the pubsub. Works around
 * any source, another `withFilter` included.
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
    const values = source[Symbol.asyncIterator]();
    const log = filterLog(source);
    const accepts = async (payload: Value): Promise<boolean> => {
      try {
        return (await filter(payload, args, context, info)) === true;
      } catch (error) {
        log().error('filter_failed', { error });
        return false;
      }
    };
    const filtered = iterator<Value>({
      next: async () => {
        for (;;) {
          const result = await values.next();
          if (result.done === true || (await accepts(result.value))) return result;
          const scope = scopes.getStore();
          if (scope?.mode === 'replay') scope.dropped();
        }
      },
      end: () => values.return?.(),
    });
    return logFiltersOf(filtered, log);
  };
