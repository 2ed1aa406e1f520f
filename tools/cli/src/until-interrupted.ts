import { stopCompiler } from '@skein/bundle';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

type Interruption = (typeof SIGNALS)[number];

/** Resolves at the first Ctrl-C, SIGTERM or end of the terminal; a second one ends the process at once, as it does without a listener. */
export function untilInterrupted(): Promise<Interruption> {
  return new Promise((resolve) => {
    const stop = (signal: Interruption) => {
      for (const each of SIGNALS) process.off(each, stop);
      resolve(signal);
    };
    for (const signal of SIGNALS) process.on(signal, stop);
  });
}

/**
 * Runs work that leaves nothing behind once it has settled. An interruption aborts its signal, and ends the process when
 * the work has settled, as it does without a listener.
 */
export async function interruptible<Value>(
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const stopping = new AbortController();
  let interruption: Interruption | null = null;
  void untilInterrupted().then((signal) => {
    interruption = signal;
    stopping.abort();
  });
  try {
    return await work(stopping.signal);
  } finally {
    if (interruption !== null) {
      // A compiler whose input breaks off while it works prints a page of its own troubles.
      await stopCompiler();
      process.kill(process.pid, interruption);
    }
  }
}
