type Subscribe<Args, Context, Payload> = (
  root: unknown,
  args: Args,
  context: Context,
  info: unknown,
) => AsyncIterable<Payload> | Promise<AsyncIterable<Payload>>;

type Resolve<Args, Context, Payload, Result> = (
  payload: Payload,
  args: Args,
  context: Context,
) => Result;

/** Carries the type of a source's payloads to `resolve`: a map of resolvers knows nothing of the one when it checks the other. */
export const subscriptionField = <Args, Context, Payload, Result>(
  subscribe: Subscribe<Args, Context, Payload>,
  resolve: Resolve<Args, Context, Payload, Result>,
) => ({ subscribe, resolve });
