import { logText } from './lambda-host/index.ts';
import type { FunctionError } from './lambda-host/invocation.ts';

/** Why new code can't replace what runs: the first function that does not load, and its stack. */
export class LoadError extends Error {
  override readonly name = 'LoadError';

  constructor(functionName: string, failure: FunctionError) {
    super(`${functionName} does not load: ${logText(failure)}`);
  }
}
