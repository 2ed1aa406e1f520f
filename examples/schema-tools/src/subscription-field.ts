import type { SubscribeFn } from 'skein';

/** Carries the type of a source's payloads to `resolve`: a map of resolvers knows nothing of the one when it checks the other. */
export const subscriptionField = <Args, Context, Payload, Result>(
  subscribe: SubscribeFn<Args, Context, unknown, Payload>,
  resolve: (payload: Payload, args: Args, context: Context) => Result,
) => ({ subscribe, resolve });
