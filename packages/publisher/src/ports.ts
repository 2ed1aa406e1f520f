import type { Subscriber } from '@skein/store';

/** An event as it arrived, unchanged. */
export interface ArrivedEvent {
  /** The SNS message's text. */
  readonly text: string;
  /** SNS's message id: the event's id in logs. */
  readonly messageId: string;
  /** SNS's timestamp in milliseconds; deliveries end 300 s after it. */
  readonly publishedAtMs: number;
}

/** Part of a fan-out, as it lies in the fan-out queue. `hops` counts how often it was handed on. */
export interface FanoutTask {
  readonly v: 1;
  readonly event: ArrivedEvent;
  readonly hops: number;
  readonly work: FanoutWork;
}

/** A (sharded) topic key, to be read from a cursor on; null is its beginning. */
export interface TopicPosition {
  readonly topic: string;
  readonly cursor: string | null;
}

/** What is left to do: read these topic keys, or deliver to these subscribers. */
export type FanoutWork =
  | { readonly kind: 'keys'; readonly keys: readonly TopicPosition[] }
  | { readonly kind: 'subscribers'; readonly subscribers: readonly Subscriber[] };

export type ParkReason = 'not-json' | 'bad-envelope' | 'bad-payload' | 'deadline' | 'hops';

/** What can't be delivered, with the reason: nothing is lost silently. */
export interface ParkedEvent {
  readonly reason: ParkReason;
  /** The SNS message's text, unchanged. */
  readonly event: string;
  readonly messageId: string;
  /** What exactly was wrong, never the payload. */
  readonly detail: string;
  /** How many subscribers are left, where it is known. */
  readonly remaining?: number;
}

/** Both queues of a fan-out. Rejects on platform trouble. */
export interface FanoutQueues {
  /** Hands tasks on; `delaySeconds` up to 900. */
  enqueue(
    tasks: readonly FanoutTask[],
    options?: { readonly delaySeconds?: number },
  ): Promise<void>;
  park(event: ParkedEvent): Promise<void>;
}

/** What became of one event or task: the vocabulary of logs. */
export interface DeliveryReport {
  readonly eventId: string;
  readonly topic: string | null;
  /** Topic keys that the event matches; of a task, the sharded keys that it reads. */
  readonly keys: number;
  /** Rows of the index, or subscribers of a task. */
  readonly rows: number;
  /** Executions. */
  readonly groups: number;
  /** Subscribers that the event meant nothing to, such as those that a filter kept it from. */
  readonly filtered: number;
  /** Results that were posted. */
  readonly sent: number;
  readonly gone: number;
  readonly expired: number;
  /** Subscriptions that ended with `complete`. */
  readonly completed: number;
  /** Subscriptions that ended with an `error`. */
  readonly failed: number;
  /** Subscribers, and keys with unread rows, handed to the fan-out queue. */
  readonly queued: number;
  /** The same, parked; 1 for an event that can't be delivered at all. */
  readonly parked: number;
}
