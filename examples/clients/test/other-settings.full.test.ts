import { createClient } from 'graphql-ws';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { COMMENT_ADDED } from '../src/comments.ts';
import { theSystem } from './system.ts';
import { openTurnstile, type Turnstile } from './turnstile.ts';

const PATIENT = { timeout: 40_000, interval: 100 };
const request = { query: COMMENT_ADDED, variables: { repoFullName: 'apollo/skein' } };

const system = theSystem();
let turnstile: Turnstile;

afterEach(() => turnstile?.close());

/** Subscribes with these settings of graphql-ws; `problems` are what the subscription ended with. */
async function subscribe(
  settings: Partial<Parameters<typeof createClient>[0]>,
  refuse: (turnstile: Turnstile) => void = () => undefined,
) {
  turnstile = await openTurnstile(system.socketUrl);
  refuse(turnstile);
  const problems: unknown[] = [];
  const client = createClient({ url: turnstile.url, webSocketImpl: WebSocket, ...settings });
  const error = (problem: unknown) => problems.push(problem);
  const stop = client.subscribe(request, {
    next: () => undefined,
    complete: () => undefined,
    error,
  });
  const close = async () => {
    stop();
    await client.dispose();
  };
  return { problems, close };
}

// Why the recipe has settings of its own.
describe('graphql-ws', { timeout: 120_000 }, () => {
  it('gives up by default when an upgrade is refused', async () => {
    const { problems } = await subscribe({}, ({ refuseNext }) => refuseNext(1, 429));
    await expect.poll(() => problems, PATIENT).toHaveLength(1);
    expect(turnstile.upgrades()).toBe(1);
  });

  it('takes no verdict for final when shouldRetry is always true', async () => {
    const authorization = await system.token('ada', -60);
    const { problems } = await subscribe({
      connectionParams: { authorization },
      shouldRetry: () => true,
      retryAttempts: 3,
      retryWait: () => new Promise((resolve) => setTimeout(resolve, 200)),
    });
    await expect.poll(() => problems, PATIENT).toHaveLength(1);
    expect(turnstile.upgrades()).toBe(4);
  });

  it('takes a connection for no retry when DeleteConnection ended the one before', async () => {
    const retries: boolean[] = [];
    const { close } = await subscribe({
      on: { connected: (_socket, _payload, wasRetry) => retries.push(wasRetry) },
    });
    await expect.poll(() => retries, PATIENT).toHaveLength(1);
    await system.dropConnections();
    await expect.poll(() => retries, PATIENT).toEqual([false, false]);
    await close();
  });
});
