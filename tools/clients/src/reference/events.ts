import { EventEmitter } from 'node:events';

/** What is published under a label, streamed in one process: as plain as it can be, so that it can't be wrong. */
export interface Events {
  publish(label: string, payload: unknown): void;
  /** Every payload of the label for which `matches` is true, from this call on. */
  stream(
    label: string,
    matches?: (payload: Record<string, unknown>) => boolean,
  ): AsyncGenerator<unknown>;
}

/** Makes events that nobody else sees. */
export function createEvents(): Events {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    publish: (label, payload) => {
      emitter.emit(label, payload);
    },
    stream: (label, matches = () => true) => createStream(emitter, label, matches),
  };
}

function createStream(
  emitter: EventEmitter,
  label: string,
  matches: (payload: Record<string, unknown>) => boolean,
): AsyncGenerator<unknown> {
  const queue: unknown[] = [];
  let wake = (): void => undefined;
  let ended = false;
  const listen = (payload: Record<string, unknown>): void => {
    if (!matches(payload)) return;
    queue.push(payload);
    wake();
  };
  // Listens before the first pull, as a subscription does.
  emitter.on(label, listen);
  const end = async () => {
    ended = true;
    emitter.off(label, listen);
    wake();
    return { done: true as const, value: undefined };
  };
  const stream: AsyncGenerator<unknown> = {
    next: async () => {
      while (queue.length === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return ended ? { done: true, value: undefined } : { done: false, value: queue.shift() };
    },
    return: end,
    throw: end,
    [Symbol.asyncIterator]: () => stream,
    [Symbol.asyncDispose]: async () => {
      await end();
    },
  };
  return stream;
}
