/**
 * Remembers who called `method`, for errors that show later: their stacks would lead through the kit, and not to the line
 * of the test. What it returns gives an error that stack.
 */
export function callerStack(method: (...args: never) => unknown): <E extends Error>(error: E) => E {
  const place: { stack?: string } = {};
  Error.captureStackTrace(place, method);
  return (error) => {
    const frames = (place.stack ?? '').split('\n').slice(1);
    error.stack = [`${error.name}: ${error.message}`, ...frames].join('\n');
    return error;
  };
}
