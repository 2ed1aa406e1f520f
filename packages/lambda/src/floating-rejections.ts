import type { Log } from '@skein/pubsub';

type Rejections = Pick<NodeJS.EventEmitter, 'on' | 'removeAllListeners'>;

/**
 * Logs rejections that nobody handles, in place of whoever listened so far. Lambda's runtime ends the process for one,
 * so a single `void promise` of a resolver would fail the invocation, and the frame that API Gateway then sends ends
 * everything that the client has running.
 */
export const logFloatingRejections = (log: Log, rejections: Rejections = process): void => {
  rejections.removeAllListeners('unhandledRejection');
  rejections.on('unhandledRejection', (error: unknown) =>
    log.error('unhandled_rejection', { error }),
  );
};
