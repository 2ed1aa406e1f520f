import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 200;

/**
 * Nothing tells a client on a socket that its subscription is stored: this does what causes an event, again and again,
 * until the result is there.
 */
export async function repeatUntil<Result>(
  result: Promise<Result>,
  cause: () => Promise<void>,
): Promise<Result> {
  let isOver = false;
  const over = result.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await cause();
    await Promise.race([over, sleep(EVERY_MS)]);
  }
  return over;
}
