/** Tells when nothing has gone on for a while, in real time. */
export interface Quiet {
  /** It goes on until `work` has settled. */
  during<Value>(work: Promise<Value>): Promise<Value>;
  /** Calls back once nothing has gone on for the whole while; returns what calls that off. Keeps no process alive. */
  wait(onQuiet: () => void): () => void;
  /** The same, once nothing has begun or ended for the whole while, whatever goes on. */
  stall(onStall: () => void): () => void;
}

/** Makes a quiet of `ms`; infinity never comes. */
export function createQuiet(ms: number): Quiet {
  let going = 0;
  let changedAtMs = Number.NEGATIVE_INFINITY;

  const count = (change: 1 | -1): void => {
    going += change;
    changedAtMs = performance.now();
  };
  const unchangedLeftMs = (): number => changedAtMs + ms - performance.now();
  const quietLeftMs = (): number => (going > 0 ? ms : unchangedLeftMs());

  const watch = (leftMs: () => number, onOver: () => void): (() => void) => {
    if (ms === Number.POSITIVE_INFINITY) return () => undefined;
    let timer: NodeJS.Timeout;
    let isOff = false;
    const arm = (afterMs: number): void => {
      timer = setTimeout(() => setImmediate(look).unref(), afterMs).unref();
    };
    // A turn after the timer: what came in while the process was busy has been taken by then.
    const look = (): void => {
      if (isOff) return;
      const left = leftMs();
      if (left > 0) arm(left);
      else onOver();
    };
    arm(ms);
    return () => {
      isOff = true;
      clearTimeout(timer);
    };
  };

  return {
    during: async (work) => {
      count(1);
      try {
        return await work;
      } finally {
        count(-1);
      }
    },
    wait: (onQuiet) => watch(quietLeftMs, onQuiet),
    stall: (onStall) => watch(unchangedLeftMs, onStall),
  };
}
