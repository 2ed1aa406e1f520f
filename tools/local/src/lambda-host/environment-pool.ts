import type { Environment } from './environment.ts';

/** The environments of one function. */
export interface EnvironmentPool {
  /** An idle environment, else a new one, else (when all are busy and `max` is reached) the next that is free. */
  acquire(): Promise<Environment>;
  /** Gives an environment back; a dead one is replaced only when somebody waits. */
  release(environment: Environment): void;
  /** Starts one environment ahead of the first invocation, and waits until it has loaded the bundle. */
  warm(): Promise<void>;
  size(): number;
  /** Kills every environment; who waits gets a dead one, and fails with it. */
  close(): Promise<void>;
}

/** Makes a pool of at most `max` environments, each of which is handed to one invocation at a time. */
export function createEnvironmentPool(options: {
  readonly max: number;
  readonly start: () => Environment;
}): EnvironmentPool {
  const { max, start } = options;
  const all = new Set<Environment>();
  const idle: Environment[] = [];
  const waiting: Array<(environment: Environment) => void> = [];
  let closed = false;

  function add(): Environment {
    const environment = start();
    all.add(environment);
    return environment;
  }

  function release(environment: Environment): void {
    const alive = environment.alive();
    if (!alive) all.delete(environment);
    const next = waiting.shift();
    if (next !== undefined) next(alive || closed ? environment : add());
    else if (alive) idle.push(environment);
  }

  return {
    acquire: async () => {
      if (closed) throw new Error('the Lambda host is closed');
      // The most recently used one first, so that the others can stay asleep.
      for (let reused = idle.pop(); reused !== undefined; reused = idle.pop()) {
        if (reused.alive()) return reused;
        all.delete(reused);
      }
      if (all.size < max) return add();
      const free = Promise.withResolvers<Environment>();
      waiting.push(free.resolve);
      return free.promise;
    },
    release,
    warm: async () => {
      if (all.size > 0) return;
      const environment = add();
      idle.push(environment);
      await environment.loaded;
    },
    size: () => all.size,
    close: async () => {
      closed = true;
      await Promise.all([...all].map((environment) => environment.kill()));
    },
  };
}
