import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { createInbound } from '@skein/inbound';
import { createConnect } from '@skein/inbound/connect';
import { createDisconnect } from '@skein/inbound/disconnect';
import { createPublisher, type DeliveryReport, type ParkedEvent } from '@skein/publisher';
import { createMemoryQueues } from '@skein/publisher/memory';
import { type Log, type PubSub, silentLog } from '@skein/pubsub';
import { createMemoryTransport } from '@skein/pubsub/memory';
import { createMemorySockets } from '@skein/sockets/memory';
import { createMemoryStore } from '@skein/store/memory';
import type { App } from '../define-app.ts';
import { type ConnectOptions, openTestClient, type TestClient } from './test-client.ts';
import { type DeliveryCounts, totalOf } from './totals.ts';

export interface TestAppOptions {
  /** The time, in milliseconds since the epoch: for credentials that expire. @default the machine's */
  readonly nowMs?: () => number;
  /** @default silence */
  readonly log?: Log;
}

/** An application that runs in the process of a test. */
export interface TestApp {
  /** Opens a connection and initialises it. Rejects with a `TestRefusalError` when the application refuses it. */
  connect(options?: ConnectOptions): Promise<TestClient>;
  /** Publishes, as resolvers do, and resolves when the event is delivered. */
  readonly publish: PubSub['publish'];
  /** Announces an SNS message as it is, and resolves when it is delivered or parked. */
  announce(text: string): Promise<void>;
  /** What became of every event so far, summed up. */
  counts(): DeliveryCounts;
  /** Events that could not be delivered, with the reason. */
  readonly parked: readonly ParkedEvent[];
}

const ENDPOINT = 'http://gateway.test/test';
const POSTS_PER_SECOND = 1_000_000;
const REMAINING_MS = 30_000;

/**
 * Runs an application on the cores that its Lambdas run, with memory in place of AWS: real frames, filters, sessions,
 * deliveries, no network, nothing to end. A publish, by a resolver too, resolves when its deliveries are done, so that a
 * test needs no waiting. It takes over the application's pubsub; of two for one application, the last one has it.
 */
export function testApp(app: App, options: TestAppOptions = {}): TestApp {
  const { log = silentLog, nowMs = Date.now } = options;
  const runtime = createRuntime(nowMs);
  const store = createMemoryStore({ defaultCallbackUrl: ENDPOINT, clock: runtime });
  const sockets = createMemorySockets();
  const deliveries = createDeliveries({ app, store, sockets, log, runtime });
  app.pubsub.bind({ transport: createMemoryTransport(deliveries.announce), log });

  const gateway = {
    connect: createConnect({ access: app.access, store, log, runtime }),
    inbound: createInbound({ app, store, sockets, log, runtime }),
    disconnect: createDisconnect({ access: app.access, store, log }),
    sockets,
    nowMs,
    endpoint: ENDPOINT,
    remainingMs: REMAINING_MS,
    settle: async () => {
      for (const error of await app.pubsub.settle()) log.error('publish_failed', { error });
    },
  };
  let connections = 0;
  return {
    connect: (connectOptions = {}) => {
      connections += 1;
      return openTestClient(gateway, `connection-${connections}`, connectOptions);
    },
    publish: app.pubsub.publish,
    announce: deliveries.announce,
    counts: () => totalOf(deliveries.reports),
    parked: deliveries.parked,
  };
}

type Runtime = ReturnType<typeof createRuntime>;

const createRuntime = (nowMs: () => number) => ({
  nowMs,
  sleep: async (ms: number, signal?: AbortSignal): Promise<void> => {
    // A timer that only guards against slowness must not keep a test's process alive.
    await wait(ms, undefined, { ref: false, ...(signal && { signal }) }).catch(() => undefined);
  },
  random: () => Math.random(),
});

/** What SNS, the publisher and the fan-out queue do with each event, one after the other. */
function createDeliveries({
  app,
  store,
  sockets,
  log,
  runtime,
}: {
  readonly app: App;
  readonly store: ReturnType<typeof createMemoryStore>;
  readonly sockets: ReturnType<typeof createMemorySockets>;
  readonly log: Log;
  readonly runtime: Runtime;
}) {
  const queues = createMemoryQueues();
  const publisher = createPublisher({
    app,
    store,
    sockets,
    queues,
    log,
    runtime,
    defaultEndpoint: ENDPOINT,
    postsPerSecond: POSTS_PER_SECOND,
  });
  const reports: DeliveryReport[] = [];
  const delivering = new AsyncLocalStorage<true>();
  const remainingMs = () => REMAINING_MS;

  const deliver = async (text: string): Promise<void> => {
    const messageId = `event-${reports.length + 1}`;
    const arrived = { text, messageId, publishedAtMs: runtime.nowMs() };
    reports.push(await publisher.event(arrived, remainingMs));
    for (let tasks = queues.takeTasks(); tasks.length > 0; tasks = queues.takeTasks()) {
      for (const { task } of tasks) reports.push(await publisher.task(task, remainingMs));
    }
  };
  return {
    reports,
    parked: queues.parked,
    announce: async (text: string): Promise<void> => {
      // As in the publisher Lambda: an event that causes events as often as it is delivered never ends.
      if (delivering.getStore()) {
        throw new Error('An event was published while another was delivered.');
      }
      await delivering.run(true, () => deliver(text));
    },
  };
}
