import { describeQueues } from '../queues.contract.ts';
import { createMemoryQueues } from './memory-queues.ts';

describeQueues('createMemoryQueues', async () => {
  const queues = createMemoryQueues();
  return {
    queues,
    tasks: async () => queues.takeTasks().map(({ task }) => task),
    parked: async () => queues.parked,
  };
});
