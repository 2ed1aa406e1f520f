export type { OwnApplication } from './current-application.ts';
export { LOCAL_VARIABLES } from './functions.ts';
export type { FunctionError } from './lambda-host/invocation.ts';
export { LoadError } from './load-error.ts';
export type { Reloaded } from './local-system.ts';
export { StartError } from './start-error.ts';
export {
  type LocalSystem,
  type ReloadOptions,
  type StartLocalOptions,
  startLocal,
} from './start-local.ts';
export { TICKER_TOPIC } from './ticker.ts';
