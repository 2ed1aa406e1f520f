import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 100;

/** Asks until the answer is not null; rejects, naming what was waited for, when the time is over. */
export async function until<T>(options: {
  readonly what: string;
  readonly ask: () => Promise<T | null>;
  readonly patienceMs: number;
}): Promise<T> {
  const { what, ask, patienceMs } = options;
  const deadlineMs = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > deadlineMs) throw new Error(`Not within ${patienceMs / 1000} s: ${what}`);
    await sleep(PAUSE_MS);
  }
}
