import { setTimeout as wait } from 'node:timers/promises';

/** The real clock, real chance. */
export const runtime = {
  nowMs: () => Date.now(),
  /** An aborted sleep ends at once: its timer would keep a process of a test, or of a local system, alive. */
  sleep: async (ms: number, signal?: AbortSignal): Promise<void> => {
    await wait(ms, undefined, { ...(signal && { signal }) }).catch(() => undefined);
  },
  random: () => Math.random(),
};
