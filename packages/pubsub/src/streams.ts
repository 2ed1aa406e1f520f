import type { PublishedEvent } from './event.ts';
import { done, iterator } from './iterator.ts';

/** Events in memory, to whoever listens in this process. */
export interface Streams {
  /** Gives an event to every open source that wants it; a completion ends it once it has given what it queued. */
  emit(event: PublishedEvent): void;
  /** A source of the payloads of the events that `wants` accepts, from now on; it queues what is not pulled yet. */
  open(wants: (event: PublishedEvent) => boolean): AsyncIterableIterator<unknown>;
  /** How many sources are open. */
  count(): number;
}

interface Source {
  readonly wants: (event: PublishedEvent) => boolean;
  readonly push: (payload: unknown) => void;
  readonly close: () => void;
}

export const createStreams = (): Streams => {
  const sources = new Set<Source>();
  return {
    emit: (event) => {
      for (const source of [...sources].filter(({ wants }) => wants(event))) {
        if (event.kind === 'payload') {
          source.push(event.payload);
          continue;
        }
        sources.delete(source);
        source.close();
      }
    },
    open: (wants) => {
      const { push, close, next, end } = createQueue();
      const source = { wants, push, close };
      sources.add(source);
      return iterator({
        next,
        end: () => {
          sources.delete(source);
          end();
        },
      });
    },
    count: () => sources.size,
  };
};

/** Values that wait for pulls, or pulls that wait for values. */
const createQueue = () => {
  const values: unknown[] = [];
  const pulls: ((result: IteratorResult<unknown, undefined>) => void)[] = [];
  let closed = false;
  const close = () => {
    closed = true;
    for (const pull of pulls.splice(0)) pull(done);
  };
  return {
    close,
    push: (value: unknown) => {
      const pull = pulls.shift();
      if (pull === undefined) values.push(value);
      else pull({ done: false, value });
    },
    next: async (): Promise<IteratorResult<unknown, undefined>> => {
      if (values.length > 0) return { done: false, value: values.shift() };
      if (closed) return done;
      return new Promise((resolve) => pulls.push(resolve));
    },
    end: () => {
      values.length = 0;
      close();
    },
  };
};
