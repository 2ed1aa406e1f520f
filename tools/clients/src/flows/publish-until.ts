import { setTimeout } from 'node:timers/promises';

const INTERVAL_MS = 100;

/**
 * Publishes again and again until something arrives. Neither protocol tells a client when its subscription stands, and
 * an event published before is not for it.
 */
export async function publishUntil<Arrived>(
  arrival: Promise<Arrived>,
  publish: () => Promise<unknown>,
): Promise<Arrived> {
  const controller = new AbortController();
  const { signal } = controller;
  const publishing = (async () => {
    while (!signal.aborted) {
      await publish();
      // Ends early, and without an error, once it arrived.
      await setTimeout(INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    }
  })();
  try {
    return await Promise.race([arrival, publishing.then(() => arrival)]);
  } finally {
    controller.abort();
    await publishing;
  }
}
