import type { FanoutQueues, FanoutTask, ParkedEvent } from '../ports.ts';
import { decodeTask, encodeTask } from '../task-codec.ts';

/** A task in the queue, and how long it is held back. */
interface DelayedTask {
  readonly task: FanoutTask;
  readonly delaySeconds: number;
}

/** Both queues in memory. */
export interface MemoryQueues extends FanoutQueues {
  /** Takes every task that waits, oldest first, whatever its delay. */
  takeTasks(): readonly DelayedTask[];
  readonly parked: readonly ParkedEvent[];
}

/** Makes empty queues. Tasks travel as text, as they do over SQS. */
export function createMemoryQueues(): MemoryQueues {
  const texts: { readonly text: string; readonly delaySeconds: number }[] = [];
  const parked: ParkedEvent[] = [];
  return {
    enqueue: async (tasks, { delaySeconds = 0 } = {}) => {
      for (const task of tasks) texts.push({ text: encodeTask(task), delaySeconds });
    },
    park: async (event) => void parked.push(event),
    takeTasks: () =>
      texts.splice(0).map(({ text, delaySeconds }) => {
        const decoded = decodeTask(text);
        if (!decoded.ok) throw new Error(`A task did not survive its encoding: ${decoded.detail}`);
        return { task: decoded.task, delaySeconds };
      }),
    parked,
  };
}
