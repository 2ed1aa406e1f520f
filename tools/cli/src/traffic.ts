/** What a stack has to carry. */
export interface Traffic {
  /** Clients that are connected. */
  readonly clients: number;
  /** Subscriptions of each. */
  readonly subscriptions: number;
  /** Events a second. */
  readonly events: number;
  /** Subscriptions that an event reaches, on average. */
  readonly fanOut: number;
  /** How often a client pings; null for never. */
  readonly pingSeconds: number | null;
  /** How long the publisher works on one event. */
  readonly publisherSeconds: number;
}

/** API Gateway ends a connection after two hours, so that every client connects anew at least that often. */
export const RECONNECT_SECONDS = 7_200;

/** Reading and executing, and then 10,000 posts a second, which is what 100 sockets reach at 10 ms a post. */
export const typicalPublisherSeconds = (fanOut: number): number => 0.1 + fanOut / 10_000;
