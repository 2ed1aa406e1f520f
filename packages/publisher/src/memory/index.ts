export { createMemoryQueues, type MemoryQueues } from './memory-queues.ts';
