import type { Log } from '@skein/pubsub';

/** A log whose every line names the event that it is about. */
export function createEventLog(log: Log, eventId: string): Log {
  return {
    debug: (event, fields) => log.debug(event, { eventId, ...fields }),
    info: (event, fields) => log.info(event, { eventId, ...fields }),
    warn: (event, fields) => log.warn(event, { eventId, ...fields }),
    error: (event, fields) => log.error(event, { eventId, ...fields }),
  };
}
