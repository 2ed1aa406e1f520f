export type {
  ApiDefinition,
  Authorizer,
  Integration,
  LambdaIntegration,
  MockIntegration,
  MockResponse,
  Route,
} from './api-definition.ts';
export { createDataPlane, type DataPlane, type DataPlaneOptions } from './data-plane.ts';
export { DEFAULT_LIMITS, type Limits } from './limits.ts';
export { type ManagementCall, parseManagementUrl } from './management.ts';
export type { Observation } from './observation.ts';
