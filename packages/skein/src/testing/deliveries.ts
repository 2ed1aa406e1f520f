import { createPublisher, type DeliveryReport, type ParkedEvent } from '@skein/publisher';
import { createMemoryQueues } from '@skein/publisher/memory';
import type { Log } from '@skein/pubsub';
import type { Sockets } from '@skein/sockets';
import type { Store } from '@skein/store';
import type { App } from '../define-app.ts';
import { ENDPOINT, REMAINING_MS } from './test-gateway.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** What SNS, the publisher and the fan-out queue do. */
export interface Deliveries {
  /** Delivers an event, after all that came before it; resolves to what became of it. */
  deliver(text: string): Promise<readonly DeliveryReport[]>;
  /** Of every event so far. */
  readonly reports: readonly DeliveryReport[];
  readonly parked: readonly ParkedEvent[];
}

export interface DeliveriesOptions {
  readonly app: App;
  readonly store: Store;
  readonly sockets: Sockets;
  readonly log: Log;
  readonly clock: VirtualClock;
}

export function createDeliveries({ clock, ...options }: DeliveriesOptions): Deliveries {
  const queues = createMemoryQueues();
  const publisher = createPublisher({
    ...options,
    queues,
    runtime: clock,
    defaultEndpoint: ENDPOINT,
    postsPerSecond: Number.POSITIVE_INFINITY,
  });
  const reports: DeliveryReport[] = [];
  const remainingMs = () => REMAINING_MS;
  let events = 0;

  const deliverOne = async (text: string): Promise<readonly DeliveryReport[]> => {
    events += 1;
    const arrived = { text, messageId: `event-${events}`, publishedAtMs: clock.nowMs() };
    const caused = [await publisher.event(arrived, remainingMs)];
    for (let tasks = queues.takeTasks(); tasks.length > 0; tasks = queues.takeTasks()) {
      for (const { task } of tasks) caused.push(await publisher.task(task, remainingMs));
    }
    reports.push(...caused);
    return caused;
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    deliver: (text) => {
      // One after the other, so that every run of a test has the same order.
      const turn = last.then(() => deliverOne(text));
      last = turn.catch(() => undefined);
      return turn;
    },
    reports,
    parked: queues.parked,
  };
}
