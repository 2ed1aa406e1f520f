export { createDynamoStore, type DynamoStoreOptions } from './dynamo-store.ts';
export { createTableInput, INDEX_NAME, TABLE_DEFINITION } from './table-definition.ts';
