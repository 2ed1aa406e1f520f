import { createDocuments, type Documents } from '@skein/execution';
import { type Log, type PublishedEvent, shardTopics } from '@skein/pubsub';
import type { Sockets } from '@skein/sockets';
import type { Store, Subscriber } from '@skein/store';
import type { PublisherApp } from './app.ts';
import { type Budget, createBudget } from './budget.ts';
import { deliver } from './deliver.ts';
import { createEventLog } from './event-log.ts';
import { executeGroup } from './execute-group.ts';
import { dropAllGone } from './gone.ts';
import { createDeduper } from './group.ts';
import { createGroupResults } from './group-results.ts';
import { handOver } from './hand-over.ts';
import { createLeftovers } from './leftovers.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { carryOut } from './planner.ts';
import type {
  ArrivedEvent,
  DeliveryReport,
  FanoutQueues,
  FanoutTask,
  FanoutWork,
  ParkedEvent,
} from './ports.ts';
import { createPoster } from './poster.ts';
import { readEvent } from './read-event.ts';
import type { Runtime } from './runtime.ts';
import { createTally, type Tally } from './tally.ts';

export interface PublisherOptions<DeliverySession> {
  readonly app: PublisherApp<DeliverySession>;
  readonly store: Pick<
    Store,
    | 'subscribers'
    | 'document'
    | 'variables'
    | 'deliverySession'
    | 'subscription'
    | 'dropGone'
    | 'dropSubscription'
  >;
  readonly sockets: Sockets;
  readonly queues: FanoutQueues;
  readonly log: Log;
  readonly runtime: Runtime;
  /** The `@connections` endpoint of connections that carry none; null where all do. */
  readonly defaultEndpoint: string | null;
  /** The ceiling of this environment's posts, over all events. */
  readonly postsPerSecond: number;
}

/**
 * Delivers events. Both methods reject only before the first post, on platform trouble: then the event or the task may
 * come again whole. After it, what is left goes to the queues. An event that can't be delivered is parked.
 */
export interface Publisher {
  /** Everything that one event causes. */
  event(arrived: ArrivedEvent, remainingMs: () => number): Promise<DeliveryReport>;
  /** A part of it, from the fan-out queue. */
  task(task: FanoutTask, remainingMs: () => number): Promise<DeliveryReport>;
}

/** Makes the publisher of one environment: its pace and its documents outlive an event. */
export function createPublisher<DeliverySession>(
  options: PublisherOptions<DeliverySession>,
): Publisher {
  const environment: Environment<DeliverySession> = {
    ...options,
    pacer: createPacer({ perSecond: options.postsPerSecond, runtime: options.runtime }),
    documents: createDocuments({ schema: options.app.schema }),
  };
  return {
    event: (event, remainingMs) =>
      publish(environment, { event, hops: 0, work: null, remainingMs }),
    task: ({ event, hops, work }, remainingMs) =>
      publish(environment, { event, hops, work, remainingMs }),
  };
}

interface Environment<DeliverySession> extends PublisherOptions<DeliverySession> {
  readonly pacer: Pacer;
  readonly documents: Documents;
}

/** An event or a task; `work` is null where it has to be found out. */
interface Assignment {
  readonly event: ArrivedEvent;
  readonly hops: number;
  readonly work: FanoutWork | null;
  readonly remainingMs: () => number;
}

async function publish<DeliverySession>(
  environment: Environment<DeliverySession>,
  assignment: Assignment,
): Promise<DeliveryReport> {
  const { app, runtime, queues } = environment;
  const { event: arrived, hops, remainingMs } = assignment;
  const { messageId: eventId, publishedAtMs } = arrived;
  const log = createEventLog(environment.log, eventId);
  const tally = createTally();
  const report = (topic: string | null) => {
    const counts = tally.report({ eventId, topic });
    log.info('event_delivered', { ...counts, hops, ageMs: runtime.nowMs() - publishedAtMs });
    return counts;
  };
  const park = async (problem: Pick<ParkedEvent, 'reason' | 'detail' | 'remaining'>) => {
    await queues.park({ ...problem, event: arrived.text, messageId: eventId });
    tally.add('parked', Math.max(1, problem.remaining ?? 1));
    log.error('event_parked', problem);
  };

  const read = await readEvent(app, arrived.text);
  if (!read.ok) {
    await park({ reason: read.reason, detail: read.detail, ...remaining(assignment) });
    return report(read.topic);
  }
  const budget = createBudget({ publishedAtMs, remainingMs, nowMs: runtime.nowMs });
  if (budget.deadlineMs() <= 0) {
    await park({
      reason: 'deadline',
      detail: 'its time was up on arrival',
      ...remaining(assignment),
    });
    return report(read.event.label);
  }
  const work = assignment.work ?? matchingWork(app, read.event, tally);
  if (assignment.work?.kind === 'keys') tally.add('keys', assignment.work.keys.length);
  await fanOut({ ...environment, log }, { assignment, event: read.event, work, budget, tally });
  return report(read.event.label);
}

/** All index keys under which subscriptions may lie that the event matches. */
function matchingWork<DeliverySession>(
  app: PublisherApp<DeliverySession>,
  event: PublishedEvent,
  tally: Tally,
): FanoutWork {
  const keys = app.pubsub.matchingKeys(event);
  tally.add('keys', keys.length);
  const topics = keys.flatMap((key) => shardTopics(key));
  return { kind: 'keys', keys: topics.map((topic) => ({ topic, cursor: null })) };
}

async function fanOut<DeliverySession>(
  environment: Environment<DeliverySession>,
  fanout: {
    readonly assignment: Assignment;
    readonly event: PublishedEvent;
    readonly work: FanoutWork;
    readonly budget: Budget;
    readonly tally: Tally;
  },
): Promise<void> {
  const { store, log } = environment;
  const { assignment, event, work, budget, tally } = fanout;
  const { event: arrived, hops } = assignment;
  const left = createLeftovers();
  const gone: Subscriber[] = [];
  const resultOf = createGroupResults((subscriber) => {
    tally.add('groups');
    return executeGroup({ ...environment, event, budget }, subscriber);
  });
  const delivery = {
    ...environment,
    completedMs: event.kind === 'completion' ? arrived.publishedAtMs : null,
    poster: createPoster({ ...environment, budget, tally }),
    isRepeated: createDeduper(),
    resultOf,
    budget,
    tally,
    left,
    gone,
  };
  const deliverTo = (subscriber: Subscriber) => deliver(delivery, subscriber);
  await carryOut({ work, store, deliver: deliverTo, budget, left, tally, log });
  await handOver({ ...environment, arrived, hops, left, budget, tally });
  await dropAllGone({ gone, attempts: tally.attempts(), store, budget, log });
}

function remaining({ work }: Assignment): Pick<ParkedEvent, 'remaining'> {
  return work?.kind === 'subscribers' ? { remaining: work.subscribers.length } : {};
}
