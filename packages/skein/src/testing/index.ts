export { type TestApp, type TestAppOptions, testApp } from './test-app.ts';
export {
  type ConnectOptions,
  type OperationOptions,
  type TestClient,
  TestRefusalError,
  type TestSubscription,
} from './test-client.ts';
