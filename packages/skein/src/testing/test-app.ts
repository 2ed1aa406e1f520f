import type { ParkedEvent } from '@skein/publisher';
import { type KeyValues, type Log, type LogFields, silentLog, type Topic } from '@skein/pubsub';
import { createMemoryStore } from '@skein/store/memory';
import type { App } from '../define-app.ts';
import { refuseUnknownOptions } from '../unknown-options.ts';
import { createBegun } from './begun.ts';
import { createDeliveries } from './deliveries.ts';
import { countsOf, type DeliveryCounts } from './delivery-counts.ts';
import { type Destination, eventRoutesOf, type Place } from './event-routes.ts';
import { createOperations } from './operations.ts';
import { createQuiet } from './quiet.ts';
import { storyOf } from './story.ts';
import { createTestClient, type TestClient } from './test-client.ts';
import {
  type ClientOptions,
  createTestConnection,
  type TestConnection,
} from './test-connection.ts';
import { createTestGateway, ENDPOINT } from './test-gateway.ts';
import { createVirtualClock } from './virtual-clock.ts';

export interface TestAppOptions {
  /** When the virtual clock begins, in milliseconds since the epoch. @default the time at the start */
  readonly nowMs?: number;
  /** @default silence */
  readonly log?: Log;
  /**
   * How long a `next()` waits while nothing goes on, and an `execute()` while nothing begins or ends, in milliseconds of real
   * time, before it rejects; infinity is for ever.
   * @default 4,000: less than the 5 s that vitest and Jest give a test
   */
  readonly patienceMs?: number;
}

/** An application that runs in the process of a test. */
export interface TestApp {
  /** A client; it connects when it is first used. */
  client(options?: ClientOptions): TestClient;
  /** Publishes as resolvers do, after all subscriptions that were begun. Resolves when everything that the event causes is delivered, to what became of it. */
  publish<Payload, Key extends string, Input>(
    topic: Topic<Payload, Key, Input>,
    payload: Input,
  ): Promise<DeliveryCounts>;
  publish(label: string, payload?: unknown): Promise<DeliveryCounts>;
  /** Ends subscriptions as `pubsub.complete` does; the rest is as with `publish`. */
  complete<Payload, Key extends string, Input>(
    topic: Topic<Payload, Key, Input>,
    keys?: KeyValues<NoInfer<Key>>,
  ): Promise<DeliveryCounts>;
  complete(label: string): Promise<DeliveryCounts>;
  /** Announces an SNS message as it is, as a program of another language would; the rest is as with `publish`. */
  announce(text: string): Promise<DeliveryCounts>;
  /** Runs code of the test's own: what it publishes by the application's pubsub comes here, and is delivered before this resolves. */
  run<Value>(work: () => Value | Promise<Value>): Promise<Value>;
  /** Moves the virtual clock on: credentials end, and connections of 2 h, as on API Gateway. */
  advance(ms: number): Promise<void>;
  /** Where the virtual clock is, in milliseconds since the epoch. */
  readonly nowMs: number;
  /** What became of every event so far, summed up. */
  counts(): DeliveryCounts;
  /** Events that could not be delivered, with the reason. */
  readonly parked: readonly ParkedEvent[];
}

const OPTIONS = ['nowMs', 'log', 'patienceMs'];
const CLIENT_OPTIONS = ['token', 'connectionParams', 'headers', 'query', 'protocol'];
const DEFAULT_PATIENCE_MS = 4_000;

const WORDS = {
  'graphql-transport-ws': { begin: 'subscribe', end: 'complete' },
  'graphql-ws': { begin: 'start', end: 'stop' },
} as const;

/**
 * Runs an application on the cores that its Lambdas run, with memory in place of AWS: real frames, filters, sessions,
 * deliveries, no network, nothing to end. Whatever a method causes is done when it resolves, so that a test needs no
 * waiting. Many may run side by side on one application; each has what it publishes itself.
 */
export function testApp(app: App, options: TestAppOptions = {}): TestApp {
  refuseUnknownOptions('testApp', options, OPTIONS);
  const { nowMs = Date.now(), patienceMs = DEFAULT_PATIENCE_MS } = options;
  assertNumber('testApp needs milliseconds since the epoch in `nowMs`', nowMs);
  const clock = createVirtualClock(nowMs);
  const routes = eventRoutesOf(app.pubsub);
  const problems: string[] = [];
  const log = notingLog(options.log ?? silentLog, (event, error) => {
    routes.places.getStore()?.problems.push(error ?? event);
    problems.push(error instanceof Error ? `${event} (${error.message})` : event);
  });
  const store = createMemoryStore({ defaultCallbackUrl: ENDPOINT, clock });
  const gateway = createTestGateway({ app, store, log, clock });
  const deliveries = createDeliveries({ app, store, sockets: gateway.sockets, log, clock });
  const begun = createBegun();
  const quiet = createQuiet(patienceMs);

  const destination: Destination = {
    log,
    announce: async (text, place) => {
      // As in the publisher Lambda: an event that causes events as often as it is delivered never ends.
      if (place.inside === 'delivery')
        throw new Error('An event was published while another was delivered.');
      if (place.inside === 'test') await begun.settled();
      const delivering: Place = { ...place, inside: 'delivery' };
      const delivered = routes.places.run(delivering, () => deliveries.deliver(text));
      place.reports.push(...(await quiet.during(delivered)));
    },
  };
  routes.join(destination);
  const operations = createOperations({
    destination,
    routes,
    begun,
    quiet,
    published: async () => {
      for (const error of await app.pubsub.settle()) log.error('publish_failed', { error });
    },
  });
  /** Resolves to what became of the events that `work` published. */
  const caused = async (work: (place: Place) => Promise<void>): Promise<DeliveryCounts> => {
    await operations.begun();
    const reports = await operations.run(async (place) => {
      await work(place);
      return place.reports;
    });
    await operations.settle();
    return countsOf(reports);
  };
  const connections: TestConnection[] = [];
  return {
    client: (client = {}) => {
      refuseUnknownOptions('t.client', client, CLIENT_OPTIONS);
      const words = wordsOf(client);
      const connectionId = `connection-${connections.length + 1}`;
      const connection = createTestConnection({ connectionId, gateway, operations, client });
      connections.push(connection);
      const story = () => storyOf(deliveries.reports, problems);
      return createTestClient({ connectionId, connection, words, operations, quiet, story });
    },
    publish: (topic: Topic<unknown, string, unknown> | string, payload?: unknown) =>
      caused(() =>
        typeof topic === 'string'
          ? app.pubsub.publish(topic, payload)
          : app.pubsub.publish(topic, payload),
      ),
    complete: (
      topic: Topic<unknown, string, unknown> | string,
      ...keys: readonly [keys?: KeyValues<string>]
    ) =>
      caused(() =>
        typeof topic === 'string'
          ? app.pubsub.complete(topic)
          : app.pubsub.complete(topic, ...keys),
      ),
    announce: (text) => caused((place) => destination.announce(text, place)),
    run: async (work) => {
      const value = await operations.runTest(async () => work());
      await operations.settle();
      return value;
    },
    advance: async (ms) => {
      assertNumber('t.advance needs milliseconds', ms);
      await operations.begun();
      clock.advance(ms);
      await Promise.all(connections.map((connection) => connection.retire()));
      await operations.settle();
    },
    get nowMs() {
      return clock.nowMs();
    },
    counts: () => countsOf(deliveries.reports),
    parked: deliveries.parked,
  };
}

function wordsOf({ protocol = 'graphql-transport-ws' }: ClientOptions) {
  if (Object.hasOwn(WORDS, protocol)) return WORDS[protocol];
  throw new TypeError(
    `t.client knows the protocols ${Object.keys(WORDS).join(', ')}, but "${protocol}" came.`,
  );
}

function assertNumber(needs: string, value: unknown): void {
  if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) return;
  throw new TypeError(`${needs}, but ${typeof value === 'number' ? value : typeof value} came.`);
}

/** Writes to `log`, and notes what went wrong: it explains the failure of what a test did. */
function notingLog(log: Log, note: (event: string, error: unknown) => void): Log {
  const noting =
    (level: 'warn' | 'error') =>
    (event: string, fields: LogFields = {}): void => {
      note(event, fields.error);
      log[level](event, fields);
    };
  return {
    debug: (event, fields) => log.debug(event, fields),
    info: (event, fields) => log.info(event, fields),
    warn: noting('warn'),
    error: noting('error'),
  };
}
