/** Runs tasks side by side, a bounded number at a time. */
export interface Pool {
  /** Resolves once the task has begun: who waits for it is held back while the pool is full. The task must not reject. */
  start(task: () => Promise<void>): Promise<void>;
  /** Resolves when nothing runs any more. */
  idle(): Promise<void>;
}

/** Makes a pool of `size` places. */
export function createPool(size: number): Pool {
  const running = new Set<Promise<void>>();
  const waiting: (() => void)[] = [];
  let free = size;

  const place = (): Promise<void> => {
    if (free > 0) {
      free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => waiting.push(resolve));
  };
  // A place is handed over to the longest waiting, never given back in between.
  const release = () => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };

  return {
    start: async (task) => {
      await place();
      const run = task().finally(() => {
        running.delete(run);
        release();
      });
      running.add(run);
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
