export { callbackUrl } from './callback-url.ts';
export * from './sockets.ts';
