/** Tells when nothing has gone on for a while, in real time. */
export interface Quiet {
  /** It goes on until `work` has settled. */
  during<Value>(work: Promise<Value>): Promise<Value>;
  /** Calls back once nothing has gone on for the whole while; returns what calls that off. Keeps no process alive. */
  wait(onQuiet: () => void): () => void;
}

/** Makes a quiet of `ms`; infinity never comes. */
export function createQuiet(ms: number): Quiet {
  let going = 0;
  let endedAtMs = Number.NEGATIVE_INFINITY;

  return {
    during: async (work) => {
      going += 1;
      try {
        return await work;
      } finally {
        going -= 1;
        endedAtMs = performance.now();
      }
    },
    wait: (onQuiet) => {
      if (ms === Number.POSITIVE_INFINITY) return () => undefined;
      let timer: NodeJS.Timeout;
      const arm = (afterMs: number): void => {
        timer = setTimeout(look, afterMs).unref();
      };
      const look = (): void => {
        const leftMs = going > 0 ? ms : endedAtMs + ms - performance.now();
        if (leftMs > 0) arm(leftMs);
        else onQuiet();
      };
      arm(ms);
      return () => clearTimeout(timer);
    },
  };
}
