import { describe, expect, it } from 'vitest';
import type { FanoutQueues, FanoutTask, ParkedEvent } from './ports.ts';

/** Queues under test, and their other end. */
export interface QueuesHost {
  readonly queues: FanoutQueues;
  /** Empties the fan-out queue. */
  tasks(): Promise<readonly FanoutTask[]>;
  parked(): Promise<readonly ParkedEvent[]>;
}

/** Builds a task whose event has a text of so many characters. */
export function taskOf(messageId: string, characters = 10): FanoutTask {
  return {
    v: 1,
    event: { text: '"'.repeat(characters), messageId, publishedAtMs: 1_750_000_000_000 },
    hops: 3,
    work: { kind: 'keys', keys: [{ topic: 'event#A@0', cursor: null }] },
  };
}

/** What every adapter of the port does. */
export function describeQueues(name: string, start: () => Promise<QueuesHost>): void {
  describe(name, () => {
    it('brings every task to the other end, however many and large', async () => {
      const host = await start();
      const many = Array.from({ length: 23 }, (_, n) => taskOf(`m${n}`));
      const large = [taskOf('large1', 120_000), taskOf('large2', 120_000), taskOf('huge', 260_000)];
      await host.queues.enqueue([...many, ...large]);
      const sorted = (tasks: readonly FanoutTask[]) =>
        [...tasks].sort((a, b) => a.event.messageId.localeCompare(b.event.messageId));
      expect(sorted(await host.tasks())).toEqual(sorted([...many, ...large]));
      expect(await host.parked()).toEqual([]);
    });

    it('brings a parked event to the other end, with the number that remain where it is known', async () => {
      const host = await start();
      const known = {
        reason: 'hops',
        event: '{"a":1}',
        messageId: 'm',
        detail: 'd',
        remaining: 3,
      } as const;
      const unknown = { reason: 'not-json', event: 'é"\n', messageId: 'n', detail: '' } as const;
      await host.queues.park(known);
      await host.queues.park(unknown);
      const parked = await host.parked();
      expect(parked).toHaveLength(2);
      expect(parked).toEqual(expect.arrayContaining([known, unknown]));
      expect(await host.tasks()).toEqual([]);
    });

    it('does nothing when there are no tasks', async () => {
      const host = await start();
      await host.queues.enqueue([]);
      expect(await host.tasks()).toEqual([]);
    });
  });
}
