import type { EventTransport } from '@skein/pubsub';

/** Delivering must not publish: an event that causes events as often as it is delivered never ends. */
export const refusedTransport: EventTransport = {
  publish: async ({ topic }) => {
    throw new Error(
      `An event on ${topic} was published while another was delivered. Resolvers of subscriptions read; publish where the event happens.`,
    );
  },
};
