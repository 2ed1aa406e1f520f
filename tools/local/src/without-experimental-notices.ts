/**
 * Runs something while Node's notices of experimental features are dropped: whoever uses this program can do nothing
 * about what it and its libraries use.
 */
export async function withoutExperimentalNotices<Value>(
  run: () => Value | Promise<Value>,
): Promise<Value> {
  const { emitWarning } = process;
  process.emitWarning = (warning: string | Error, ...rest: never[]): void => {
    const [type]: readonly unknown[] = rest;
    if (type !== 'ExperimentalWarning') emitWarning.call(process, warning, ...rest);
  };
  try {
    return await run();
  } finally {
    process.emitWarning = emitWarning;
  }
}
