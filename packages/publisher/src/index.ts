export type * from './app.ts';
export type * from './ports.ts';
export { createPublisher, type Publisher, type PublisherOptions } from './publisher.ts';
export type { Runtime } from './runtime.ts';
export { type DecodedTask, decodeTask, encodeTask } from './task-codec.ts';
