export { createSnsTransport, type SnsTransportOptions } from './sns-transport.ts';
