export { StartError } from './start-error.ts';
export { type LocalSystem, type StartLocalOptions, startLocal } from './start-local.ts';
