/** What a ticker publishes to. */
export const TICKER_TOPIC = 'NUMBER_INCREMENTED';

/** Publishes a number, one more every time. */
export interface Ticker {
  stop(): void;
}

/** Starts counting; a tick is left out while the one before is still being published. */
export function startTicker(options: {
  readonly intervalMs: number;
  readonly publish: (message: string) => Promise<unknown>;
  readonly onError: (error: unknown) => void;
}): Ticker {
  const { intervalMs, publish, onError } = options;
  let count = 0;
  let publishing = false;

  async function tick(): Promise<void> {
    if (publishing) return;
    publishing = true;
    count += 1;
    const payload = { numberIncremented: count };
    await publish(JSON.stringify({ topic: TICKER_TOPIC, payload })).catch(onError);
    publishing = false;
  }

  const timer = setInterval(tick, intervalMs);
  return { stop: () => clearInterval(timer) };
}
