import type { Turn } from './turn.ts';

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 250;

/** Reads again and again until there is something to give, for `forMs` at most and within the message's time; else null. */
export async function poll<Found>(
  { runtime, leftMs }: Turn,
  { forMs, read }: { readonly forMs: number; readonly read: () => Promise<Found | null> },
): Promise<Found | null> {
  let waitedMs = 0;
  for (let stepMs = FIRST_WAIT_MS; ; stepMs = Math.min(stepMs * 2, LONGEST_WAIT_MS)) {
    const waitMs = Math.min(stepMs, forMs - waitedMs, leftMs());
    if (waitMs <= 0) return null;
    await runtime.sleep(waitMs);
    waitedMs += waitMs;
    const found = await read();
    if (found !== null) return found;
  }
}
