import { setTimeout } from 'node:timers/promises';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Publishes again and again until something arrives. Neither protocol tells a client when its subscription stands, and
 * an event published before is not for it. Ever slower: a busy machine is not made busier.
 */
export async function publishUntil<Arrived>(
  arrival: Promise<Arrived>,
  publish: () => Promise<unknown>,
): Promise<Arrived> {
  const controller = new AbortController();
  const { signal } = controller;
  const publishing = (async () => {
    for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted; pauseMs *= 2) {
      await publish();
      // Ends early, and without an error, once it arrived.
      const pause = setTimeout(Math.min(pauseMs, LONGEST_PAUSE_MS), undefined, { signal });
      await pause.catch(() => undefined);
    }
  })();
  try {
    return await Promise.race([arrival, publishing.then(() => arrival)]);
  } finally {
    controller.abort();
    await publishing;
  }
}
