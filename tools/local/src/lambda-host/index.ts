export type { InvocationOutcome } from './invocation.ts';
export type { FunctionOutput, LambdaFunction } from './lambda-function.ts';
export { createLambdaHost, type LambdaHost } from './lambda-host.ts';
