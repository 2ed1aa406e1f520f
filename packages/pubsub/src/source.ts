import type { PublishedEvent } from './event.ts';
import { done, iterator } from './iterator.ts';
import { type DescribedKey, type DescribeScope, type ReplayScope, scopes } from './scope.ts';
import type { Streams } from './streams.ts';

/** One topic of a source, and the key values that it is narrowed to. */
export interface Interest {
  readonly label: string;
  readonly values: ReadonlyMap<string, string>;
  readonly key: DescribedKey;
}

/** Whether an event is one of those that a source asked for. */
export const matches = ({ label, values }: Interest, event: PublishedEvent): boolean =>
  label === event.label && [...values].every(([key, value]) => event.keyValues.get(key) === value);

/** The source of a subscription, as the scope wants it: describing, replaying, else streaming from memory. */
export const openSource = (
  interests: readonly Interest[],
  streams: Streams,
): AsyncIterableIterator<unknown> => {
  const scope = scopes.getStore();
  switch (scope?.mode) {
    case 'describe':
      return describing(interests, scope);
    case 'replay':
      return replaying(interests, scope);
    case undefined:
      return streams.open((event) => interests.some((interest) => matches(interest, event)));
  }
};

const describing = (interests: readonly Interest[], scope: DescribeScope) => {
  scope.register(interests.map(({ key }) => key));
  return iterator({
    next: async () => {
      scope.pulled();
      await scope.closed;
      return done;
    },
  });
};

const replaying = (interests: readonly Interest[], scope: ReplayScope) => {
  let pending = interests.some((interest) => matches(interest, scope.event));
  return iterator({
    next: async () => {
      scope.pulled();
      await scope.released;
      if (!pending) return done;
      pending = false;
      return { done: false, value: scope.event.payload };
    },
  });
};
