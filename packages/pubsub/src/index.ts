export type * from './event.ts';
export type * from './log.ts';
export type * from './pubsub.ts';
export type * from './scope.ts';
export type * from './topic.ts';
