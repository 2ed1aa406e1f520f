export type * from './access.ts';
export type * from './app.ts';
export type * from './inbound.ts';
