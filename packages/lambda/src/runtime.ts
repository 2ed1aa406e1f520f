import { setTimeout as sleep } from 'node:timers/promises';

/** The real clock, real chance. */
export const runtime = {
  nowMs: () => Date.now(),
  sleep: async (ms: number): Promise<void> => {
    await sleep(ms);
  },
  random: () => Math.random(),
};
