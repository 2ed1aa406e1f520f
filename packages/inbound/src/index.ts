export type * from './access.ts';
export type * from './app.ts';
export { type Admission, authenticateHttp } from './authenticate.ts';
export { requestContext } from './context.ts';
export { createInbound, type InboundOptions } from './create-inbound.ts';
export type * from './inbound.ts';
