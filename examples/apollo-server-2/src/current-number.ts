const START_MS = Date.UTC(2026, 0, 1);

/** Counts seconds. A Lambda keeps no variable between events, and there are many of them: the number follows from the clock. */
export const currentNumber = (nowMs = Date.now()): number => Math.floor((nowMs - START_MS) / 1_000);
