export { logText } from './environment.ts';
export type { FunctionCode, FunctionOutput } from './function-code.ts';
export type { InvocationOutcome } from './invocation.ts';
export type { LambdaFunction, PreparedCode } from './lambda-function.ts';
export { createLambdaHost, type LambdaHost } from './lambda-host.ts';
