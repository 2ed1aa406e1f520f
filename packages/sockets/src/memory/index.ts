export {
  createMemorySockets,
  type MemoryFault,
  type MemorySockets,
  type MemorySocketsOptions,
} from './memory-sockets.ts';
