export type { DeliveryCounts } from './delivery-counts.ts';
export { type TestApp, type TestAppOptions, testApp } from './test-app.ts';
export type { TestClient } from './test-client.ts';
export type { ClientOptions, DisconnectOptions } from './test-connection.ts';
export type { OperationOptions, TestDocument } from './test-document.ts';
export {
  TestOperationError,
  TestRefusalError,
  TestTimeoutError,
} from './test-errors.ts';
export type { TestResult, TestSubscription, TestSubscriptionStatus } from './test-subscription.ts';
