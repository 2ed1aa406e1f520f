import type { EventEnvelope, EventTransport } from '../event.ts';

/** One event that was announced: its envelope, and the very text of the message. */
export interface AnnouncedEvent {
  readonly envelope: EventEnvelope;
  readonly text: string;
}

export interface MemoryTransport extends EventTransport {
  /** Every event announced so far, in order. */
  readonly announced: readonly AnnouncedEvent[];
}

/**
 * A transport that collects events, and hands the text of each to `deliver`, as SNS hands it to the publisher.
 * A `deliver` that throws or rejects fails the publish. @default nobody listens
 */
export const createMemoryTransport = (
  deliver: (text: string) => void | Promise<void> = () => undefined,
): MemoryTransport => {
  const announced: AnnouncedEvent[] = [];
  return {
    announced,
    publish: async (envelope, text) => {
      announced.push({ envelope, text });
      await deliver(text);
    },
  };
};
