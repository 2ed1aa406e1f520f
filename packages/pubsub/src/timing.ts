/** Lets everything that is ready run first. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A promise that resolves to `value` after `ms`, and a way to forget it. */
export const timer = <Value>(ms: number, value: Value) => {
  const { promise, resolve } = Promise.withResolvers<Value>();
  const handle = setTimeout(() => resolve(value), ms);
  return { promise, clear: () => clearTimeout(handle) };
};
