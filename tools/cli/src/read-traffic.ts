import { readNumber, readPositive } from './read-flags.ts';
import { type Traffic, typicalPublisherSeconds } from './traffic.ts';

/** The flags that say what a stack has to carry. */
export const TRAFFIC_FLAGS = [
  'clients',
  'subscriptions',
  'events',
  'fan-out',
  'ping-seconds',
  'publisher-seconds',
] as const;

export type TrafficFlags = Readonly<Partial<Record<(typeof TRAFFIC_FLAGS)[number], string>>>;

/** Reads them; the defaults are the example of the cost page. Throws a UsageError. */
export function readTraffic(flags: TrafficFlags): Traffic {
  const fanOut = readNumber('fan-out', flags['fan-out'], 1_000);
  return {
    clients: readNumber('clients', flags.clients, 10_000),
    subscriptions: readNumber('subscriptions', flags.subscriptions, 1),
    events: readNumber('events', flags.events, 1),
    fanOut,
    pingSeconds:
      flags['ping-seconds'] === undefined
        ? null
        : readPositive('ping-seconds', flags['ping-seconds'], 1),
    publisherSeconds: readNumber(
      'publisher-seconds',
      flags['publisher-seconds'],
      typicalPublisherSeconds(fanOut),
    ),
  };
}
