import type { EventTransport } from '../event.ts';

/** A transport that hands each event's text to `deliver`, as SNS hands it to the publisher. */
export const createMemoryTransport = (
  deliver: (text: string) => void | Promise<void>,
): EventTransport => ({
  publish: async (_envelope, text) => {
    await deliver(text);
  },
});
