export type { DeliveryCounts } from './delivery-counts.ts';
export { type TestApp, type TestAppOptions, testApp } from './test-app.ts';
export type { TestClient } from './test-client.ts';
export type { ClientOptions, DisconnectOptions } from './test-connection.ts';
export type {
  AnyData,
  AnyVariables,
  DocumentTypes,
  OperationArgs,
  OperationOptions,
  TestDocument,
  TypedText,
} from './test-document.ts';
export {
  TestOperationError,
  type TestRefusal,
  TestRefusalError,
  TestTimeoutError,
} from './test-errors.ts';
export type { TestResult, TestSubscription, TestSubscriptionStatus } from './test-subscription.ts';
