import type { SubscribeFn } from 'skein';
import { Subscription, type SubscriptionOptions } from 'type-graphql';

/**
 * TypeGraphQL's `Subscription` for a typed source: it decorates only a method whose first parameter, the `@Root()`, takes
 * what the source yields. TypeGraphQL's own types say `any` there.
 */
export const SubscriptionTo =
  <Args, Context, Payload>(
    returns: () => object,
    subscribe: SubscribeFn<Args, Context, unknown, Payload>,
    options: Pick<SubscriptionOptions, 'description' | 'nullable'> = {},
  ) =>
  <Method extends (payload: Payload, ...rest: never[]) => unknown>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<Method>,
  ): void => {
    const decorate = Subscription(returns, {
      ...options,
      subscribe: ({ source, args, context, info }) => subscribe(source, args, context, info),
    });
    decorate(target, name, descriptor);
  };
