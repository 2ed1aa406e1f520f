export type * from './app.ts';
export type * from './ports.ts';
