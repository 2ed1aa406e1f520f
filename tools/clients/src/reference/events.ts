import { EventEmitter } from 'node:events';

/** What is published under a label, streamed in one process: as plain as it can be, so that it can't be wrong. */
export interface Events {
  publish(label: string, payload: unknown): void;
  /** Every payload of the label for which `matches` is true, from this call on. */
  stream<Payload = Record<string, unknown>>(
    label: string,
    matches?: (payload: Payload) => boolean,
  ): AsyncGenerator<Payload>;
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

function createStream<Payload>(
  emitter: EventEmitter,
  label: string,
  matches: (payload: Payload) => boolean,
): AsyncGenerator<Payload> {
  const queue: Payload[] = [];
  let wake = (): void => undefined;
  let ended = false;
  const listen = (payload: Payload): void => {
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
  const stream: AsyncGenerator<Payload> = {
    next: async () => {
      for (;;) {
        const [value] = queue.splice(0, 1);
        if (ended) return { done: true, value: undefined };
        if (value !== undefined) return { done: false, value };
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
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
