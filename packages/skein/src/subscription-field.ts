import type { SubscribeFn } from '@skein/pubsub';

/** A subscription field's resolvers, as a resolver map takes them. */
export interface SubscriptionField<Args, Context, Payload, Result> {
  readonly subscribe: SubscribeFn<Args, Context, unknown, Payload>;
  readonly resolve: (payload: Payload, args: Args, context: Context) => Result;
}

/**
 * Makes a subscription field of a source and what the field's value is made of: the payload itself, unless `resolve` says
 * otherwise. It carries the type of the source's payloads to `resolve`, which a resolver map can't: it knows nothing of the
 * one when it checks the other.
 */
export function subscriptionField<Args, Context, Payload>(
  subscribe: SubscribeFn<Args, Context, unknown, Payload>,
): SubscriptionField<Args, Context, Payload, Payload>;
export function subscriptionField<Args, Context, Payload, Result>(
  subscribe: SubscribeFn<Args, Context, unknown, Payload>,
  resolve: (payload: Payload, args: Args, context: Context) => Result,
): SubscriptionField<Args, Context, Payload, Result>;
export function subscriptionField<Args, Context, Payload>(
  subscribe: SubscribeFn<Args, Context, unknown, Payload>,
  resolve: (payload: Payload, args: Args, context: Context) => unknown = (payload) => payload,
): SubscriptionField<Args, Context, Payload, unknown> {
  return { subscribe, resolve };
}
