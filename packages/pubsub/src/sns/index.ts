export { type PublishToOptions, publishTo } from './publish-to.ts';
export { createSnsTransport, type SnsTransportOptions } from './sns-transport.ts';
