export {
  type AnnouncedEvent,
  createMemoryTransport,
  type MemoryTransport,
} from './memory-transport.ts';
