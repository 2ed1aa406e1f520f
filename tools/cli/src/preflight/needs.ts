import { RECONNECT_SECONDS, type Traffic } from '../traffic.ts';

export interface DeclaredLoad extends Traffic {
  /** Queries and mutations a second, over sockets. */
  readonly messages: number;
  /** In how many seconds everybody is to be back, where all connections break at once. */
  readonly stormSeconds: number;
  /** How long connect, message and disconnect work. */
  readonly handlerSeconds: number;
  /** What the stack reserves of the account's concurrency. */
  readonly reserved: number;
}

/** What a load takes of the account's quotas. */
export interface Needs {
  /** Of all APIs and of posts to connections. */
  readonly requestsPerSecond: number;
  /** The same, while everybody connects anew. */
  readonly stormRequestsPerSecond: number;
  readonly connectsPerSecond: number;
  /** Functions that run at once, while everybody connects anew. */
  readonly concurrency: number;
  readonly reserved: number;
  readonly publishesPerSecond: number;
}

/** A query or mutation is a message, `next` and `complete`. */
const REQUESTS_PER_MESSAGE = 3;

/** Adds up what a load takes. */
export function needsOf(load: DeclaredLoad): Needs {
  const { clients, subscriptions, events, fanOut, pingSeconds, messages } = load;
  // The upgrade, init, its ack, and each subscription.
  const requestsPerConnect = 3 + subscriptions;
  const connects = clients / RECONNECT_SECONDS;
  const storm = clients / load.stormSeconds;
  const pings = pingSeconds === null ? 0 : clients / pingSeconds;
  const always = events * fanOut + messages * REQUESTS_PER_MESSAGE + pings;
  // Connect, disconnect, init, and each subscription.
  const handled = storm * (3 + subscriptions) + messages;

  return {
    requestsPerSecond: always + connects * requestsPerConnect,
    stormRequestsPerSecond: always + storm * requestsPerConnect,
    connectsPerSecond: storm,
    concurrency: handled * load.handlerSeconds + events * load.publisherSeconds,
    reserved: load.reserved,
    publishesPerSecond: events,
  };
}
