export type * from './store.ts';
export { RowTooLargeError, StoreError } from './store-error.ts';
