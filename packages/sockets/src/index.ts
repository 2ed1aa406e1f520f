export * from './sockets.ts';
