import { callerStack } from './caller-stack.ts';
import { TestTimeoutError } from './test-errors.ts';

/** Begins a wait of whoever called `method`. What more there is to say is known at its end. */
export function waitInVain(
  message: string,
  method: (...args: never) => unknown,
): (more: string) => TestTimeoutError {
  const from = callerStack(method);
  return (more) => from(new TestTimeoutError(`${message} ${more}`));
}
