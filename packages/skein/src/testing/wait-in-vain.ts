import { TestTimeoutError } from './test-errors.ts';

/**
 * The error of a wait, made as it begins: its stack leads to the line of the test that called `method`. What more there is to
 * say is known at its end.
 */
export function waitInVain(
  message: string,
  method: (...args: never) => unknown,
): (more: string) => TestTimeoutError {
  const error = new TestTimeoutError(message);
  Error.captureStackTrace(error, method);
  return (more) => {
    const { stack = '' } = error;
    const told = `${message} ${more}`;
    error.message = told;
    error.stack = stack.replace(message, () => told);
    return error;
  };
}
