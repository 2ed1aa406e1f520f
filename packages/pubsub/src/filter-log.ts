import { type Log, silentLog } from './log.ts';

/** A pubsub's log changes when a handler binds it, so it is looked up when a filter fails. */
type LogLookup = () => Log;

const logs = new WeakMap<object, LogLookup>();
let newest: LogLookup = () => silentLog;

/** Lets filters on this source, and on the sources made of it, write to that log. */
export const logFiltersOf = <Source extends object>(source: Source, log: LogLookup): Source => {
  logs.set(source, log);
  return source;
};

/** Lets filters on sources that no pubsub made, such as a generator or a pipe, write to that log from now on. */
export const logOtherFiltersTo = (log: LogLookup): void => {
  newest = log;
};

/** Where a filter on this source reports that it failed. */
export const filterLog = (source: object): LogLookup => logs.get(source) ?? (() => newest());
