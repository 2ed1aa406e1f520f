export { decode } from './decode.ts';
export { type Frames, frames, type LegacyFrames, type TransportFrames } from './frames.ts';
export { isOperationIdTooLong, MAX_OPERATION_ID_BYTES } from './limits.ts';
export type * from './messages.ts';
export { negotiate } from './negotiate.ts';
export { subscriberExists, verdict } from './verdict.ts';
