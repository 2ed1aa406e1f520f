import type { CompletionEvent, PayloadEvent, PublishedEvent } from './event.ts';
import { done, iterator } from './iterator.ts';
import { type DescribedKey, type DescribeScope, type ReplayScope, scopes } from './scope.ts';
import type { Streams } from './streams.ts';
import { equalKeyValues } from './topic-key.ts';

/** One topic of a source, and the key values that it is narrowed to. */
export interface Interest {
  readonly label: string;
  readonly values: ReadonlyMap<string, string>;
  readonly key: DescribedKey;
}

/** Whether an event is one of those that a source asked for, or its end. */
const matches = ({ label, values }: Interest, event: PublishedEvent): boolean => {
  if (label !== event.label) return false;
  return event.kind === 'completion'
    ? equalKeyValues(values, event.keyValues)
    : [...values].every(([key, value]) => event.keyValues.get(key) === value);
};

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
      return scope.event.kind === 'completion'
        ? completing(interests, scope, scope.event)
        : replaying(interests, scope, scope.event);
    case undefined:
      return streams.open((event) => interests.some((interest) => matches(interest, event)));
  }
};

const describing = (interests: readonly Interest[], scope: DescribeScope) => {
  scope.register(interests.map(({ key }) => key));
  return scoped(async () => {
    await scope.waits();
    return done;
  });
};

const replaying = (interests: readonly Interest[], scope: ReplayScope, event: PayloadEvent) => {
  const isLate = scope.isReleased();
  let pending = interests.some((interest) => matches(interest, event));
  const isForeign = !pending;
  const turn = scope.opened();
  return scoped(async () => {
    await scope.released();
    // One that is made after the event was yielded waits for the next: a source may subscribe again whenever it ends.
    if (pending && !(isLate && scope.isTaken())) {
      pending = false;
      scope.take();
      return { done: false, value: event.payload };
    }
    if (isLate) await scope.waits();
    else if (isForeign) await scope.unheard();
    turn.exhausted();
    return done;
  }, turn.left);
};

const completing = (
  interests: readonly Interest[],
  scope: ReplayScope,
  completion: CompletionEvent,
) => {
  const isLate = scope.isReleased();
  const ends = interests.some((interest) => matches(interest, completion));
  return scoped(async () => {
    await scope.released();
    // A source that subscribes again when it ended has not ended.
    if (!ends || isLate) await scope.waits();
    return done;
  });
};

/** An iterator of a scope lives as briefly as that, so each pull may wait for its end too. */
const scoped = (
  next: () => Promise<IteratorResult<unknown, undefined>>,
  left: () => void = () => undefined,
) => {
  const ended = Promise.withResolvers<typeof done>();
  return iterator({
    next: () => Promise.race([next(), ended.promise]),
    end: () => {
      left();
      ended.resolve(done);
    },
  });
};
