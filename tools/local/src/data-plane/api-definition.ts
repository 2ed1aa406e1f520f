/** A WebSocket API as its control plane describes it: plain data, and functions that invoke its Lambdas. */
export interface ApiDefinition {
  readonly apiId: string;
  readonly stage: string;
  /** For example `$request.body.type`. */
  readonly routeSelectionExpression: string;
  readonly routes: Readonly<Record<string, Route>>;
  readonly stageVariables?: Readonly<Record<string, string>>;
  /** The `domainName` of events. @default the upgrade's `Host` header */
  readonly domainName?: string;
  /** What the `methodArn` of authorizers is made of. @default us-east-1 and 000000000000 */
  readonly region?: string;
  readonly accountId?: string;
}

export interface Route {
  readonly integration: Integration;
  /** Whether the integration's body goes back to the sender: without a route response API Gateway drops it. */
  readonly routeResponse: boolean;
  /** A REQUEST authorizer; only `$connect` has one. */
  readonly authorizer?: Authorizer;
}

export type Integration = LambdaIntegration | MockIntegration;

export interface LambdaIntegration {
  readonly kind: 'lambda';
  /** Resolves to what the function returned; rejects when it failed, timed out or could not be invoked. */
  invoke(event: unknown): Promise<unknown>;
  /** 50 ms to 29 s. @default 29,000 */
  readonly timeoutMs?: number;
}

/**
 * Answers from templates, without a Lambda. The request template makes the JSON whose `statusCode` chooses the
 * response; the response's template makes the message.
 */
export interface MockIntegration {
  readonly kind: 'mock';
  /** By the value of `templateSelectionExpression`, or `$default`. @default status 200 */
  readonly requestTemplates?: Readonly<Record<string, string>>;
  /** @default `$default` */
  readonly templateSelectionExpression?: string;
  readonly responses?: readonly MockResponse[];
}

export interface MockResponse {
  /** `$default`, a status, or a pattern of statuses between slashes (`/2\d\d/`). */
  readonly key: string;
  readonly templates?: Readonly<Record<string, string>>;
  /** @default `$default` */
  readonly templateSelectionExpression?: string;
}

export interface Authorizer {
  /** For example `route.request.header.Authorization`, `route.request.querystring.token`; a missing one is 401. */
  readonly identitySources: readonly string[];
  /** Resolves to `{ principalId, policyDocument, context? }`; an error with the message `Unauthorized` is 401. */
  invoke(event: unknown): Promise<unknown>;
}
