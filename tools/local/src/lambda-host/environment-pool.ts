import type { Environment, Loaded } from './environment.ts';

/** The environments of one function. */
export interface EnvironmentPool {
  /** An idle environment, or the next that is free or new. Rejects once the pool is closed. */
  acquire(): Promise<Environment>;
  /** Gives an environment back; a dead one is replaced only when somebody waits. */
  release(environment: Environment): void;
  /** Starts one environment ahead of the first invocation, and waits until it has loaded the bundle; null where there was one. */
  warm(): Promise<Loaded | null>;
  size(): number;
  /** Ends every environment as soon as it is idle, once nobody waits for it. Nothing is to be acquired any more. */
  retire(): Promise<void>;
  /** Kills every environment; who waits gets a dead one, and fails with it. */
  close(): Promise<void>;
}

/**
 * Makes a pool of at most `max` environments, each of which is handed to one invocation at a time. Lambda starts an
 * environment for every invocation that finds all others busy; on one machine a cold start costs more than most
 * invocations, so the pool grows by one at a time, and only while somebody has waited.
 */
export function createEnvironmentPool(options: {
  readonly max: number;
  /** How long an invocation waits for a busy environment before another one is started. */
  readonly patienceMs: number;
  readonly start: () => Environment;
}): EnvironmentPool {
  const { max, patienceMs, start } = options;
  const all = new Set<Environment>();
  const idle: Environment[] = [];
  const waiting: Array<(environment: Environment) => void> = [];
  let growing = false;
  let closed = false;
  let retiring = false;

  function add(): Environment {
    const environment = start();
    all.add(environment);
    environment.ended.then(() => all.delete(environment));
    return environment;
  }

  function release(environment: Environment): void {
    const alive = environment.alive();
    const next = waiting.shift();
    if (next !== undefined) next(alive || closed ? environment : add());
    else if (alive && retiring) void environment.kill();
    else if (alive) idle.push(environment);
  }

  async function grow(): Promise<void> {
    if (growing) return;
    growing = true;
    while (waiting.length > 0 && all.size < max && !closed) {
      await new Promise((resolve) => setTimeout(resolve, patienceMs));
      if (waiting.length === 0 || all.size >= max || closed) break;
      const environment = add();
      await environment.loaded;
      release(environment);
    }
    growing = false;
  }

  return {
    acquire: async () => {
      if (closed) throw new Error('the Lambda host is closed');
      // The most recently used one first, so that the others can stay asleep.
      for (let reused = idle.pop(); reused !== undefined; reused = idle.pop()) {
        if (reused.alive()) return reused;
      }
      if (all.size === 0) return add();
      const free = Promise.withResolvers<Environment>();
      waiting.push(free.resolve);
      void grow();
      return free.promise;
    },
    release,
    warm: async () => {
      if (closed || all.size > 0) return null;
      const environment = add();
      idle.push(environment);
      return environment.loaded;
    },
    size: () => all.size,
    retire: async () => {
      retiring = true;
      await Promise.all(idle.splice(0).map((environment) => environment.kill()));
      // One that waits may get an environment that is started only now.
      while (all.size > 0) await Promise.all([...all].map(({ ended }) => ended));
    },
    close: async () => {
      closed = true;
      await Promise.all([...all].map((environment) => environment.kill()));
    },
  };
}
